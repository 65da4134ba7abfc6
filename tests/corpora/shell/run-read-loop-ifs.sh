printf 'a:b:c\nd:e\n\n:f:\n' | while IFS=: read -r x y z; do echo "[$x][$y][$z]"; done
echo '  lead trail  ' | { read a b; echo "[$a][$b]"; }
echo '  lead trail  ' | { IFS= read -r a; echo "[$a]"; }
printf 'one\\\ntwo\n' | { read a; echo "[$a]"; }
printf 'no newline' | { read a; echo "$? [$a]"; }
