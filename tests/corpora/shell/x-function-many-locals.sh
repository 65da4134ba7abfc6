f() { local a=1 b=$1 c; c=$((a+b)); echo $a $b $c; }
f 5; a=x b=y; f 2; echo $a $b
