f() { printf 'a\nb\n' | while read l; do return 7; done; echo "after $?"; }
f; echo $?
