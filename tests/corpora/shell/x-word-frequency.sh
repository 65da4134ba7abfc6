printf 'b a\nc a b\na\n' | tr ' ' '\n' | sort | uniq -c | sort -rn | while read n w; do echo "$w:$n"; done
