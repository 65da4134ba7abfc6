cd "$T"
{ echo a; echo b; } > f & wait; cat f
x=1; { x=2; } & wait; echo $x
