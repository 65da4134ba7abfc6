f() { for i in 1 2 3; do [ $i = 2 ] && return $i; done; }
f; echo $?
g() { while true; do return; done; }; g; echo $?
h() { (return 5); echo $?; }; h
k() { return 255; }; k; echo $?
