# dash differs
echo 'hello' | tr 'a-y' 'b-z'; echo 'a b' | tr ' ' '_'; echo AbC | tr '[:upper:]' '[:lower:]'; echo 'aabbcc' | tr -s 'a-c'; echo 'a1b2' | tr -dc '[:digit:]'; echo; echo 'x:y' | tr : '\n'; echo abc | tr abc xy; printf 'a\r\n' | tr -d '\r'; echo 'a-b' | tr - _; echo '[x]' | tr '[]' '()'; echo abc | tr -c 'b\n' '*'; echo 'a\b' | tr '\\' /; printf 'a\tb' | tr '\t' ' '; echo
