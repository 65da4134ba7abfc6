readonly a=1 b; readonly | { n=0; while read l; do n=$((n+1)); done; [ $n -ge 2 ] && echo ok; }
