cd "$T"; n=1; echo a > f$n; echo b > "f $n"; cat f1 "f 1"; for i in x y; do echo $i > out.$i; done; cat out.x out.y
