trap 'echo "code $?"' EXIT
(exit 5)
false
