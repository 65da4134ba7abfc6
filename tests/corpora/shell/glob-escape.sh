cd "$T"; : > 'a*b'; : > axb; : > '[q]'
echo a\*b a*b "a*"b 'a'\*'b' 
x='a\*b'; echo $x
echo [[]q] \[q\] [[q]*
