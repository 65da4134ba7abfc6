for i in a b c; do :; done; echo $i
while read x; do :; done < /dev/null; echo "[$x]"
