cat > $T/c <<E
name,qty,price
apple,3,1.5
"pear, big",2,2
fig,,4
E
awk -F, 'NR>1 && NF==3 {t+=$2*$3} END {print t}' $T/c; while IFS=, read -r n q p; do [ "$n" = name ] && continue; echo "$n has ${q:-0}"; done < $T/c; tail -n +2 $T/c | cut -d, -f1; grep -c , $T/c; sed 1d $T/c | sort -t, -k3,3n | head -1; awk -F, '{print NF}' $T/c | sort -u
