false; echo "$(echo $?)"; (exit 9); x=$(echo $?); echo $x
f() { echo "in $?"; }; (exit 3); f
