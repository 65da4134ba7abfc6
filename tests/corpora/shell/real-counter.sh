count=0
printf 'a\nb\nc\n' > "$T/in"
while read -r line; do count=$((count+1)); last=$line; done < "$T/in"
echo "$count $last"
printf 'a\nb\n' | while read -r l; do count=$((count+1)); done
echo $count
