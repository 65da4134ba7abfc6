printf 'a\nb' | while read l; do echo "$l"; done
printf 'a\nb' | { while read l; do echo "$l"; done; echo "last $l"; }
