x=`false` y=`true`; echo $?
f() { return 6; }; z=$(f); echo $?
true; a=1; echo $?
false; a=1; echo $?
