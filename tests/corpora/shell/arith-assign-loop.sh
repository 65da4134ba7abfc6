i=0; s=0
while [ $((i+=1)) -le 5 ]; do s=$((s+i)); done; echo $s
