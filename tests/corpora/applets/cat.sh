### one file
cat words

### several files
cat words other nonl ten

### standard input
echo hello | cat; echo hello | cat -; printf 'a\nb' | cat - other

### standard input twice
echo x | cat - - words

### a missing file does not stop it
cat words nosuch other; echo $?

### a folder
cat dir; echo $?

### no permission @1000
cat /root/x; cat dir/b.log; cat words | head -n 1

### numbered
cat -n words

### numbered, not the empty ones
cat -b words

### numbers go on over files
cat -n other nonl other

### numbered, no newline at the end
cat -n nonl; cat -b nonl

### ends
cat -e words; cat -e nonl

### tabs
cat -t tabs; cat -T tabs

### visible bytes
cat -v bytes

### everything visible
cat -A tabs utf8 bytes

### ends of empty lines
printf '\n\n\na' | cat -e; printf '\n\n\na' | cat -n; printf 'a\0b\r\n' | cat -A

### unbuffered
cat -u words

### binary stays as it is
cat bytes | sha256sum; cat bytes bytes | wc -c

### empty input
cat empty; cat -n empty; cat < /dev/null

### no such option
cat -q words

### long option
cat --number words

### double dash
cat -- words; cat -n -- nonl

### options after operands
cat other -n

### through a link
cat link dirlink/a.txt

### a dangling link and a loop
cat dangling; cat loop

### a folder in the way
cat words/x

### squeeze is unknown
printf 'a\n\n\n\nb\n' | cat -s

### numbered and visible
cat -nv tabs; cat -nA tabs; cat -be words

### more than a thousand lines
seq 1200 | cat -n | tail -n 2

### a long line
head -c 100000 /dev/zero | tr '\0' x | cat -n | wc -c
