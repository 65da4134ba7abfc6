x=$(echo a # comment )
echo b); echo "$x"
