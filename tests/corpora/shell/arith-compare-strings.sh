a=10 b=9
if [ $((a>b)) -eq 1 ]; then echo gt; fi
[ "$a" \> "$b" ] || echo lex
