### characters
cut -c 1 words; cut -c 2-3 words | head -n 2; cut -c 3- words | head -n 2; cut -c -2 words | head -n 2

### bytes
cut -b 1,3 words | head -n 2; cut -b 1-2,4 words | head -n 2; cut -b 2 utf8 | od -An -tx1

### fields
cut -f 1 tabs; cut -f 2,3 tabs; cut -f 2- tabs; cut -f -2 tabs

### with a delimiter
cut -d , -f 1 table.csv; cut -d, -f3 table.csv; cut -d: -f1,7 /etc/passwd

### lists
cut -d : -f 1-2,4,6- /etc/passwd; cut -d : -f 3,1 /etc/passwd | head -n 1; cut -c 5,1,3 words | head -n 1

### overlapping
cut -c 1-3,2-4 words | head -n 2; cut -d: -f 1-3,2 /etc/passwd | head -n 1

### lines without the delimiter
cut -f 2 tabs; cut -s -f 2 tabs; cut -s -d : -f 1 words

### fields that are missing
cut -d , -f 9 table.csv; cut -d , -f 3 table.csv | tail -n 1; cut -c 20 words | head -n 2

### standard input
echo a:b:c | cut -d : -f 2; echo a:b:c | cut -d : -f 2 -

### several files
cut -c 1 words other | tail -n 4

### missing
cut -c 1 nosuch; echo $?; cut -c 1 nosuch other; echo $?

### a folder
cut -c 1 dir; echo $?

### no list
cut words; echo $?; cut -d : words; echo $?

### wrong lists
cut -c 0 words; echo $?; cut -c a words; echo $?; cut -c 3-1 words; echo $?; cut -c - words; echo $?; cut -c '' words; echo $?

### -d without -f
cut -d : -c 1 words; echo $?; cut -s -c 1 words; echo $?

### a delimiter of two letters
cut -d ab -f 1 words; echo $?; cut -d '' -f 1 words; echo $?

### a delimiter of a space
echo 'a b  c' | cut -d ' ' -f 2; echo 'a b  c' | cut -d ' ' -f 3; echo 'a b  c' | cut -d ' ' -f 2-

### no newline at the end
printf 'a:b' | cut -d : -f 2; printf 'abc' | cut -c 2

### an output delimiter
cut -d : -f 1,3 -O - /etc/passwd | head -n 1; cut --output-delimiter=+ -d : -f 1,3 /etc/passwd | head -n 1

### unordered
cut -D -d : -f 3,1 /etc/passwd | head -n 2; cut -DF 2,1 fields | head -n 2

### by whitespace
cut -F 2 fields; cut -F 1,3 fields

### both kinds
cut -c 1 -f 1 words; echo $?

### empty lines
printf '\na\n\n' | cut -c 1; printf '\na:b\n' | cut -d : -f 1

### binary
cut -c 1-3 bytes | od -An -tx1 | head -n 2

### no such option
cut -z -c 1 words; echo $?

### -n is ignored
cut -nb 1 words | head -n 1

### spaces in lists
cut -c '1 3' words | head -n 1; echo $?; cut -c 1,,3 words | head -n 1

### large numbers
cut -c 1-99999999 other | head -n 1; cut -c 99999999999999999999 other | head -n 1; echo $?

### empty fields
printf 'a::c\n::\n' | cut -d : -f 2; printf 'a::c\n::\n' | cut -d : -f 1,2
