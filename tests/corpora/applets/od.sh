### octal
od text | head -n 3; printf abc | od

### characters
od -c tabs; od -c nonl; od -c bytes

### named characters
od -a bytes

### octal bytes, hexadecimal, decimal
od -b nonl; od -x nonl; od -d nonl; od -h nonl; od -i nonl; od -l nonl; od -s nonl; od -o nonl

### types
od -t x1 nonl; od -t x2 nonl; od -t x4 nonl; od -t x8 nonl; od -t o1 nonl; od -t u1 nonl; od -t d1 bytes | tail -n 4

### sizes by letter
od -t xC nonl; od -t xS nonl; od -t xI nonl; od -t xL nonl; od -t d nonl; od -t u nonl

### several types
od -t x1 -t c nonl; od -cx nonl; od -t x1 -t u2 nonl

### addresses
od -A d -c nonl; od -Ax -c bytes | tail -n 3; od -An -c nonl; od -An -tx1 other; od -A z nonl; echo $?

### skip and count
od -c -j 3 nonl; od -c -N 4 nonl; od -c -j 2 -N 3 nonl; od -An -tx1 -N1 text; od -c -j 0x10 -N 5 text

### beyond the end
od -j 1000 nonl; echo $?; od -N 0 nonl; od -c -N 1000 nonl

### repeated lines
head -c 100 /dev/zero | od; head -c 100 /dev/zero | od -v; head -c 64 /dev/zero | od -c

### width
od -w8 -c text | head -n 3; od -w4 -tx1 nonl; od -w -tx1 bytes | head -n 2; od -w3 -t x2 nonl

### several files
od -c words other | tail -n 3; od -An -c nosuch other; echo $?

### standard input
echo hi | od -c; echo hi | od -c -; echo hi | od -c - nonl

### floating point
printf '\0\0\200\077\0\0\0\300' | od -t f4; printf '\0\0\0\0\0\0\360\077' | od -t f8

### strings
printf 'abc\0de\0fghi\0' | od -S 3; printf 'abc\0de\0fghi\0' | od -A n -S 2

### empty
od empty; od -c < /dev/null; od -An empty

### wrong types
od -t q nonl; echo $?; od -t x3 nonl; echo $?

### no such option
od -Q nonl; echo $?

### a partial number
printf abcde | od -t x4; printf abcde | od -t d2; printf abc | od -An -t u4
