(exit 3) | cat; echo $?
cat /dev/null | (exit 4); echo $?
f() { echo x | exit 5; echo "still $?"; }; f
