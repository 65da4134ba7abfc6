n=0
while read a b; do n=$((n+1)); echo "$n:$b"; done <<'E'
1 one
2 two $x
E
echo $n
