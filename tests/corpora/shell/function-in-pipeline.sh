gen() { for i in 3 1 2; do echo $i; done; }
gen | while read x; do echo "<$x>"; done
gen | { while read x; do t=$((t+x)); done; echo $t; }
