printf 'a b c\nd e f\n' | awk '{ $2=""; print; print NF }'; echo 'a:b' | awk 'BEGIN{FS=":";OFS="-"} {$1=$1; print}'; echo '  x  y ' | awk '{print NF, $1}'; printf 'x,y;z\n' | awk -F'[,;]' '{print $3}'; echo 'a b' | awk '{print $(NF-1), $NF; $4="d"; print; print NF}'; awk 'BEGIN{RS=""}{print NR": "$1}' <<E
p q

r s
E
printf 'a|b\n' | awk -F'|' '{print $2}'; echo x | awk '{print NR, FNR, FILENAME}'; echo '1 2' | awk '{print $1+$2, $1$2, $1" "$2}'
