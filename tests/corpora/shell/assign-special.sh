a='*'; b="x y"; c=$b; echo "$a" "$c"
d=$b$b; echo "$d"
e=a=b=c; echo $e
f=; echo "[$f]"
g=$(echo "a  b"); echo "$g"
