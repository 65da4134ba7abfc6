i=0; while [ $i -lt 500 ]; do i=$((i+1)); x="$x."; done; echo ${#x}; for i in $(seq 200); do echo $i; done | tail -1; s=0; for i in $(seq 100); do s=$((s+i)); done; echo $s
