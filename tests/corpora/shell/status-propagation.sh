f() { return $1; }
for n in 0 1 2 127 200; do f $n; echo $?; done
f 3 && echo no; echo $?
f 3; x=$?; echo $x
