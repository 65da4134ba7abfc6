### default
xxd words; xxd nonl; xxd bytes | tail -n 2

### plain
xxd -p words; xxd -p bytes

### groups and columns
xxd -g 1 nonl; xxd -g 4 nonl; xxd -g 0 nonl; xxd -c 8 nonl; xxd -c 5 -g 1 nonl; xxd -p -c 4 nonl

### C
xxd -i nonl < /dev/null; printf abc | xxd -i

### skip and length
xxd -s 3 nonl; xxd -l 5 nonl; xxd -o 16 nonl

### back
xxd words | xxd -r | cmp - words; xxd -p words | xxd -r -p | cmp - words; echo $?; echo '61 62 0a' | xxd -r -p; echo '0000: 6869 0a' | xxd -r

### standard input, empty
echo hi | xxd; xxd empty; xxd nosuch; echo $?
