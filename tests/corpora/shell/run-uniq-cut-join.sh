printf 'a\na\nb\na\n' | uniq; printf 'a\na\nb\n' | uniq -c | sed 's/^ *//'; printf 'a\nA\n' | uniq -i; printf 'a\nb\nb\n' | uniq -u; printf 'x 1\nx 2\n' | uniq -f1 | wc -l; echo 'a b c' | cut -d' ' -f2-; echo 'a	b' | cut -f2; echo abc | cut -c-2; echo 'no delim' | cut -d: -f2; echo 'no delim' | cut -sd: -f2; echo a:b:c:d | cut -d: -f2,4 ; echo abcdef | cut -b 1,3-4; printf '1\n2\n' > $T/a; printf 'x\ny\n' > $T/b; paste $T/a $T/b; paste -d: $T/a $T/b; paste -s $T/a; fold -w3 <<E
abcdefg
E
