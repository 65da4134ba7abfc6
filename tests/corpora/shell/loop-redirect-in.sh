for f in 1 2; do read x; echo "$f $x"; done <<E
a
b
E
