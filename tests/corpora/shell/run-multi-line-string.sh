s="line1
line2
line3"; echo "$s" | wc -l; printf '%s\n' "$s" | sed -n 2p; echo $s; for l in $s; do echo "-$l"; done; IFS='
'; for l in $s; do echo "+$l"; done
