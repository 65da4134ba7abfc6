sh -n <<'E'
echo never
if true; then echo; fi
E
echo $?; sh -c 'echo "unterminated' 2>/dev/null; echo $?; sh -c 'if true; then' 2>/dev/null; echo $?; sh -c 'echo a; )' 2>/dev/null; echo $?
