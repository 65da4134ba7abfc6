total() { t=0; while read n; do t=$((t+n)); done; echo $t; }
total <<E
1
2
3
E
