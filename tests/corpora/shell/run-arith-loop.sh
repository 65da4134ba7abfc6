i=0; s=0; while [ $i -lt 10 ]; do i=$((i+1)); [ $((i%2)) -eq 0 ] && continue; s=$((s+i)); done; echo $s
a=1 b=1; for _ in 1 2 3 4 5; do t=$((a+b)); a=$b; b=$t; printf '%d ' $t; done; echo
