# only: busybox
function f { echo "f $1"; }
f a
function g() { echo g; }
g
