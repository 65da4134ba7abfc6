# busybox differs
x=1
echo $((1 ? x : (x=5))) $x $((0 && (x=9))) $x $((1 || (x=9))) $x
