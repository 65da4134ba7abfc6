x=1; (x=2; cd /; echo $x); echo $x; { x=3; }; echo $x; echo 4 | read x; echo $x; x=$(x=5; echo $x); echo $x; y=$(exit 3); echo $?; z=`echo \`echo nested\``; echo $z; echo $(echo "$(echo "a  b")")
