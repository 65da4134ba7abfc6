x='a   b'
cat <<E
$x "$x" ${x}
E
