i=0; until [ $((i+=1)) -ge 3 ]; do echo $i; done; while [ $((i-=1)) -gt 0 ]; do echo d$i; done
