f() { cat; echo "arg $1"; }
f x <<E
data
E
