cd "$T"; for i in 1 2; do echo $i; done >> f; for i in 3; do echo $i; done >> f; cat f
