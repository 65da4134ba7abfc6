# dash differs
x='a  b'; echo $x "$x" '$x' "'$x'" \$x "\$x" "a\"b" 'a"b' "a\\b"
echo "${x}c" ${x}c "$x"c; IFS=-; y='1-2-3'; echo $y "$y"; set -- $y; echo $# $1
