printf '1\n2\n3\n' > "$T/n"
while read x && [ "$x" -lt 3 ]; do echo $x; done < "$T/n"
i=0; while echo c$i; [ $i -lt 2 ]; do i=$((i+1)); done
