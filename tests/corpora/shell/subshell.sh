x=1; (x=2; echo $x); echo $x
(cd /; pwd) >/dev/null;
(exit 7); echo $?
( (echo nested) )
(echo a; echo b) | cat
x=$( (echo in) ); echo $x
