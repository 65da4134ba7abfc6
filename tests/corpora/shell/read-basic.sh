echo 'a b c' | { read x y; echo "[$x][$y]"; }
printf '  lead trail  \n' | { read x; echo "[$x]"; }
printf 'a\\ b c\n' | { read x y; echo "[$x][$y]"; }
printf 'a\\ b c\n' | { read -r x y; echo "[$x][$y]"; }
printf 'no newline' | { read x; echo "$? $x"; }
printf 'a\\\nb\n' | { read x; echo "$x"; }
echo | { read x y; echo "[$x][$y] $?"; }
read z </dev/null; echo $?
