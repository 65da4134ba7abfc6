### lines
sort words

### reversed
sort -r words

### unique
sort -u words; sort -ur words

### numbers
sort -n numbers; sort -rn numbers; sort -g numbers

### numbers and text
printf '10\n9a\n\n-1\nb\n 3\n+4\n' | sort -n

### case
printf 'b\nA\na\nB\n' | sort; printf 'b\nA\na\nB\n' | sort -f; printf 'b\nA\na\nB\n' | sort -fu

### dictionary and printable
printf 'a-b\nab\na c\n_d\n' | sort -d; printf 'a\1b\naa\n' | sort -i

### leading blanks
printf '  b\n a\nc\n' | sort; printf '  b\n a\nc\n' | sort -b

### key
sort -k 2 fields; sort -k2,2 fields; sort -k 2n fields; sort -k2,2n fields

### key and separator
sort -t: -k3,3n /etc/passwd; sort -k2,2n -t, table.csv; sort -t , -k 3 table.csv

### several keys
sort -k1,1 -k2,2n fields; sort -k1,1r -k2,2n fields; sort -k3,3 -k1,1r fields

### key by character
sort -k1.2 other; sort -k1.2,1.3 words; printf 'a:xb\nb:xa\n' | sort -t: -k2.2

### key without blanks
printf 'a   2\nb 10\nc  1\n' | sort -k2; printf 'a   2\nb 10\nc  1\n' | sort -k2b; printf 'a   2\nb 10\nc  1\n' | sort -b -k2

### key that is missing
printf 'a\nb 1\nc\n' | sort -k2; printf 'a\nb 1\nc\n' | sort -k2n -k1r

### stable
printf 'b 1\na 1\nc 0\n' | sort -k2,2n; printf 'b 1\na 1\nc 0\n' | sort -s -k2,2n

### unique by key
printf 'b 1\na 1\nc 0\n' | sort -u -k2,2n; printf 'x:1\ny:1\nz:2\n' | sort -t: -u -k2

### months
printf 'Mar\njan\nDEC\nfoo\nFebruary\n' | sort -M

### versions
printf 'v1.10\nv1.9\nv1.2b\nv1.2\n' | sort -V

### check
sort -c words; echo $?; sort -c sorted; echo $?; printf '1\n2\n10\n' | sort -nc; echo $?

### check unique
printf 'a\na\nb\n' | sort -cu; echo $?; printf 'a\na\n' | sort -c; echo $?; sort -C words; echo $?

### output to a file
sort -o new words; cat new; sort -o other other; cat other

### merge
sort -m sorted other; sort -m words other | head -n 3

### several files
sort words other nonl

### standard input among files
echo zebra | sort other -; sort < other

### missing
sort nosuch; echo $?; sort words nosuch | head -n 2

### a folder
sort dir; echo $?

### no newline at the end
sort nonl; printf 'b\na' | sort

### NUL
printf 'b\0a\0c' | sort -z | tr '\0' ' '; printf 'b\na\0c\n' | sort -z | od -c

### empty
sort empty; printf '\n\n' | sort -u; sort < /dev/null

### binary
sort bytes | wc -c; printf 'a\377\na\1\na\200\n' | sort | od -An -tx1

### UTF-8
sort utf8; printf 'z\nä\na\n' | sort

### wrong key
sort -k 0 words; echo $?; sort -k x words; echo $?; sort -k '' words; echo $?

### wrong separator
sort -t '' words; echo $?; sort -t ab words; echo $?

### no such option
sort -Q words; echo $?

### tabs as separator
sort -t '	' -k2 tabs; sort -t "$(printf '\t')" -k3,3r tabs

### options after operands
sort words -r

### old options are ignored
sort -S 1M -T /tmp words | head -n 2

### reversed with a stable tie
printf 'b 1\na 1\n' | sort -r -k2,2; printf 'b 1\na 1\n' | sort -k2,2r

### random
sort -R words | sort | head -n 3

### many
seq 2000 | sort -rn | head -n 3; seq 2000 | sort | tail -n 2

### floating-point numbers
printf '1e3\n1e-2\n.5\n-inf\nnan\nx\n100\n' | sort -g

### hexadecimal and signs with -n
printf '0x10\n5\n-0\n0\n+1\n-5\n' | sort -n

### a key that ends before it begins
sort -k2,1 fields; sort -k3,2n fields

### fold and reverse in a key
printf 'b\nA\na\nB\n' | sort -k1,1fr; printf 'x b\ny A\nz a\n' | sort -k2f

### key with end characters
printf 'abc9\nabd1\nabb5\n' | sort -k1.4,1.4n; printf 'ab 12\nab 9\n' | sort -k 2.1n,2.2
