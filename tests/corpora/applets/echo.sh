### words
/bin/echo a b   c

### nothing
/bin/echo

### without newline
/bin/echo -n a; /bin/echo -n; /bin/echo -n ''

### escapes
/bin/echo -e 'a\tb\nc\\d'

### escapes are not read without -e
/bin/echo 'a\tb\nc'

### -E
/bin/echo -E 'a\tb'; /bin/echo -e -E 'a\tb'; /bin/echo -E -e 'a\tb'

### combined
/bin/echo -ne 'a\tb'; /bin/echo -en 'a\n'; /bin/echo -nE 'a\n'

### stop
/bin/echo -e 'a\cb' c; /bin/echo d

### octal
/bin/echo -e '\0101 \101 \0 \08 \1' | od -c

### octal without zero
/bin/echo -e '\101\102'; /bin/echo -e '\60\061'

### hexadecimal
/bin/echo -e '\x41 \x4 \xg \x414' | od -c

### all letters
/bin/echo -e '\a\b\e\f\r\v\z\"' | od -c

### unknown options are words
/bin/echo -x a; /bin/echo -nx a; /bin/echo --help me; /bin/echo -- a

### a dash
/bin/echo - a; /bin/echo -n - a

### the builtin is the same
echo -e 'a\tb\0101'; echo -n x; echo -E '\t'; echo -- -n

### backslash at the end
/bin/echo -e 'a\'; /bin/echo -e '\\' 'b\'

### non-ASCII
/bin/echo grüße; /bin/echo -e 'gr\xc3\xbc'

### options are only before the words
/bin/echo a -n; /bin/echo a -e '\t'
