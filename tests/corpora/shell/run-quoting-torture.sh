# dash differs
echo "\"" '\' "\\" \\ "'" "\`" '`' "\$" "$" "\n" "a\
b"; x='$HOME `x` "q" \'; echo "$x"; eval echo '"$x"'; printf '%s\n' "$x" 'it'\''s' "a'b\"c"; set -- "$x"; echo "$1"; y="${x}z"; echo "${y%z}"; echo $'x' 2>/dev/null | head -c 3; echo; echo a"b"'c'd; echo ""''; echo "a"$((1+1))'b'`echo c`
