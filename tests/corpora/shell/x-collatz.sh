n=6 s=; while [ $n -ne 1 ]; do s="$s $n"; [ $((n%2)) -eq 0 ] && n=$((n/2)) || n=$((3*n+1)); done; echo $s 1
