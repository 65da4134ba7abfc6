x='a b'
echo "$x"'$x'$x\$x
echo "${x}'s" '"'"$x"'"'
