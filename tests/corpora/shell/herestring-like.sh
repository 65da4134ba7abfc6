read a b <<E
x y
E
echo $b $a
