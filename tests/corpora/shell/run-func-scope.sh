# dash differs
x=1; f() { local x=2 y; y=3; echo $x $y; g; echo $x; }; g() { x=9; echo g$x; }; f; echo $x ${y-unset}
r() { return ${1:-0}; }; r; echo $?; r 7; echo $?; r 256 ; echo $?
