x=val
echo "a  b" "$x" "\$x" "\`" "\\" "\"" "\z" "a\
b" "'"
echo "a"b"c d"e
