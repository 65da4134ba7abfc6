### a file
wc words

### counts
wc -l words; wc -w words; wc -c words; wc -L words; wc -m utf8

### counts together
wc -lw words; wc -wl words; wc -cl words; wc -lwcmL text

### several files
wc words other nonl; wc -l words other

### standard input
wc < words; cat words | wc -l; wc - < words; cat words | wc -lw -

### missing among others
wc words nosuch other; echo $?; wc nosuch; echo $?

### a folder
wc dir; echo $?; wc -l dir words; echo $?

### empty
wc empty; wc < /dev/null; wc -L empty

### no newline at the end
wc nonl; printf 'a b' | wc; printf 'a' | wc -l

### binary
wc bytes; wc -w bytes; wc -L bytes; wc -m bytes

### UTF-8 is bytes here
wc utf8; wc -m utf8; wc -L utf8

### tabs in the longest line
printf 'a\tb\n\t\n' | wc -L; wc -L tabs

### words
printf ' a  b\tc\n\nd\v e\f' | wc -w; printf '\1\2 \3' | wc -w; printf '   ' | wc -w

### longest line of several
wc -L words text ten

### no permission @1000
wc secret; wc words secret; echo $?

### no such option
wc -z words; echo $?

### large
seq 100000 | wc; head -c 3000000 /dev/zero | wc

### the same file twice
wc words words

### a dash among files
echo a b | wc words - other

### control characters in the longest line
printf 'abc\rde\n' | wc -L; printf 'a\bb\n' | wc -L; printf '\33[1mx\n' | wc -L

### double dash
wc -- words; wc -c -- words other
