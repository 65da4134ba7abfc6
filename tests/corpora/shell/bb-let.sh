# only: busybox
let x=1+2; echo $x
let "y = x * 2" z=y+1; echo $y $z
let 0; echo $?
let 1; echo $?
