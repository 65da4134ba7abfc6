# stderr
f() { return 1; }
f || nosuch
{ nosuch; } 2>/dev/null
nosuch 2>/dev/null
(nosuch)
x=$(nosuch)
echo $?
