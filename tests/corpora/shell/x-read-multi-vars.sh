echo '1 2 3 4 5' | { read a b rest; echo "$a|$b|$rest"; }
echo '1' | { read a b c; echo "$a|$b|$c|"; }
printf 'a\tb\n' | { read x y; echo "$x,$y"; }
