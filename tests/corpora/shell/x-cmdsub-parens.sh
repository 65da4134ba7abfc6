echo "$(echo ")" | cat)" $(echo '(' ')')
x=$( (echo a; (echo b)) ); echo $x
