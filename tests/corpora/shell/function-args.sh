f() { echo $1; shift; echo $1 $#; set -- p q r; echo $*; }
set -- A B
f a b c
echo $* $0x | { read a b c; echo $a $b; }
