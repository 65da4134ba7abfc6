i=0
while :; do
i=$((i+1))
[ $i = 2 ] && continue
[ $i = 5 ] && break
echo $i
done
echo end $i
while true; do break; done; echo $?
