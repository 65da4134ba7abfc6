### one file
sha256sum words

### several files
sha256sum words other empty

### standard input
sha256sum < words; printf '' | sha256sum; printf abc | sha256sum -; printf abc | sha256sum - words

### missing among others
sha256sum words nosuch other; echo $?; sha256sum nosuch; echo $?

### a folder
sha256sum dir; echo $?

### no permission @1000
sha256sum /root/x; echo $?; sha256sum dir/b.log words; echo $?

### binary
sha256sum bytes; sha256sum -b bytes; sha256sum -t bytes

### check
sha256sum words other > sums; sha256sum -c sums; echo $?

### check, one changed
sha256sum words other > sums; echo x >> other; sha256sum -c sums; echo $?

### check, one missing
sha256sum words other > sums; rm other; sha256sum -c sums; echo $?

### check, silent
sha256sum words other > sums; sha256sum -cs sums; echo $?; echo x >> other; sha256sum -cs sums; echo $?

### check from standard input
sha256sum words | sha256sum -c; sha256sum words | sha256sum -c -

### check by hand
echo "$(sha256sum < words | cut -c 1-64)  words" | sha256sum -c; echo "$(sha256sum < words | cut -c 1-64) *words" | sha256sum -c; echo "$(sha256sum < words | cut -c 1-64 | tr a-f A-F)  words" | sha256sum -c

### check, wrong lines
printf 'abc\n\nx  words\n' | sha256sum -c; echo $?; printf 'abc\n' | sha256sum -cw; echo $?; echo "$(sha256sum < words | cut -c 1-64) words" | sha256sum -c; echo $?

### check, nothing
sha256sum -c empty; echo $?; sha256sum -c nosuch; echo $?

### -s and -w need -c
sha256sum -s words; echo $?; sha256sum -w words; echo $?

### no such option
sha256sum -q words; echo $?

### names with blanks
sha256sum 'a file'; sha256sum 'a file' | sha256sum -c

### large
head -c 3000000 /dev/zero | sha256sum; seq 100000 | sha256sum

### cut out of it
sha256sum words | cut -d ' ' -f 1; set -- $(sha256sum words); echo $1
