trap 'echo cleanup $?' EXIT
(trap 'echo sub' EXIT; exit 3); echo "after $?"
f() { trap 'echo replaced $?' EXIT; }; f
exit 5
