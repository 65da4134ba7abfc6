for i in 1 2; do while read l; do echo "$i:$l"; done <<E
a$i
b
E
done
