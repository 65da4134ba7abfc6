a=1 b=$a c=$((b+1)); echo $a $b $c; x=1 y=2 eval 'echo $x$y'; echo ${x-u}; IFS=: read a b <<E
p:q
E
echo $a $b "$IFS" | od -c | head -2; PATH=/nowhere; command -v ls || echo lost
