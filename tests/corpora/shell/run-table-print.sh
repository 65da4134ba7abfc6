printf '%-10s %5s\n' Name Qty; while read n q; do printf '%-10s %5d\n' "$n" "$q"; done <<E
apple 3
kiwi 12
E
printf '%s\n' ---; printf '%-5s|' a bb ccc; echo
