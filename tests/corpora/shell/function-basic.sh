f() { echo "f: $1 $# $*"; return 3; echo no; }
f a b; echo $?
g() { false; }; g; echo $?
h() (x=inner; echo sub)
x=outer; h; echo $x
k() { k2() { echo nested; }; k2; }; k; k2
f() { echo redefined; }; f
