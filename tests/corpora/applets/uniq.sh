### adjacent lines
printf 'a\na\nb\na\n' | uniq

### counts
printf 'a\na\nb\na\n' | uniq -c; sort words | uniq -c

### only repeated
sort words | uniq -d; printf 'a\na\na\nb\n' | uniq -d

### only single
sort words | uniq -u; printf 'a\na\nb\n' | uniq -u

### both
printf 'a\na\nb\n' | uniq -d -u

### counts of repeated
sort words | uniq -cd; sort words | uniq -cu

### skip fields
printf '1 a\n2 a\n3 b\n' | uniq -f 1; printf '1 a\n2 a\n3 b\n' | uniq -cf1; printf 'a  x\nb x\n' | uniq -f1

### skip characters
printf 'xa\nya\nzb\n' | uniq -s 1; printf '1 xa\n2 ya\n' | uniq -f 1 -s 2

### width
printf 'abc\nabd\nac\n' | uniq -w 2; printf 'abc\nabd\n' | uniq -w 0

### ignoring case
printf 'a\nA\nb\n' | uniq -i; printf 'A\na\nb\n' | uniq -ci

### file to file
uniq words new; cat new; echo $?

### no newline at the end
printf 'a\na' | uniq; printf 'a\nb' | uniq -c

### empty
uniq empty; printf '\n\n' | uniq -c; uniq < /dev/null

### missing
uniq nosuch; echo $?

### a folder
uniq dir; echo $?

### a dash
printf 'a\na\n' | uniq -; printf 'a\na\n' | uniq - new; cat new

### three operands
uniq words new x; echo $?

### wrong number
uniq -f x words; echo $?

### no such option
uniq -Q words; echo $?

### binary
printf 'a\0\na\0\nb\377\n' | uniq -c | od -c

### blanks count
printf 'a\na \n a\n' | uniq -c

### many
yes x | head -n 12345 | uniq -c

### no permission @1000
uniq secret; echo $?; uniq words /root/x; echo $?

### more fields than there are
printf 'a b\nc d\n' | uniq -f 5; printf 'abc\nxyz\n' | uniq -s 9
