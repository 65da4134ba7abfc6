lines=0 words=0
while read -r l; do lines=$((lines+1)); set -- $l; words=$((words+$#)); done <<E
one two three
four

five six
E
echo $lines $words
