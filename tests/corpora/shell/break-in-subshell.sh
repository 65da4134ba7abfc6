for i in 1 2 3; do (break); echo $i; done 2>/dev/null
for i in 1 2 3; do echo $i | while read x; do break; done; echo l$i; done
