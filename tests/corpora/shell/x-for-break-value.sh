for i in 1 2 3; do [ $i = 2 ] && break; done; echo $i $?
for i in 1 2 3; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done
