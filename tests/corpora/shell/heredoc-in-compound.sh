if true; then cat <<E
in if
E
fi
for i in 1 2; do cat <<E
loop $i
E
done
while read l; do echo "<$l>"; done <<E
l1
l2
E
f() { cat <<E
arg $1
E
}
f x
