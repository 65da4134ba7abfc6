### words
hexdump words; hexdump nonl; hexdump bytes | tail -n 3

### canonical
hexdump -C words; hexdump -C nonl; hexdump -C bytes

### bytes, characters, decimal, octal, hexadecimal
hexdump -b nonl; hexdump -c bytes; hexdump -d nonl; hexdump -o nonl; hexdump -x nonl

### skip and length
hexdump -C -s 3 nonl; hexdump -C -n 5 nonl; hexdump -s 2 -n 3 nonl; hexdump -C -s 0x10 bytes | head -n 2

### repeated lines
head -c 100 /dev/zero | hexdump; head -c 100 /dev/zero | hexdump -C; head -c 100 /dev/zero | hexdump -vC

### several files, standard input
hexdump -C words other | tail -n 2; echo hi | hexdump -C; hexdump -C nosuch; echo $?

### empty
hexdump empty; hexdump -C < /dev/null; echo $?

### odd lengths
printf a | hexdump; printf abc | hexdump -C; printf abcdefghi | hexdump -C; printf abc | hexdump -x; printf abc | hexdump -b; printf abc | hexdump -c

### twice
hexdump -Cx nonl

### wrong options
hexdump -Q words; echo $?; hexdump -n x words; echo $?
