cat <<E | while read a b; do echo $b $a; done
1 2
3 4
E
cat <<E && echo ok
x
E
