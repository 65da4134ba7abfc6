### ten lines
seq 20 | head

### a number
head -n 3 ten; head -n3 words; head -3 ten

### nothing
head -n 0 ten; head -c 0 ten

### bytes
head -c 5 words; echo; head -c5 nonl; echo

### more than there is
head -n 100 nonl; echo; head -c 1000 other

### several files
head -n 1 words other nonl

### several files, quiet
head -q -n 1 words other

### one file, verbose
head -v -n 1 words; head -v -n 1 < words

### missing among others
head -n 1 nosuch words; echo $?; head nosuch; echo $?

### a folder
head -n 1 dir; echo $?; head -n 1 dir words; echo $?

### standard input
seq 3 | head -n 2 -; seq 3 | head -n 1 words -

### all but the last
head -n -7 ten; head -n -100 ten; head -n -0 ten | wc -l

### all but the last bytes
head -c -60 ten; head -c -1000 ten; printf abc | head -c -1; echo

### suffixes
head -c 1k bytes | wc -c; head -c 1b ten | wc -c; head -n 1k ten | wc -l

### wrong numbers
head -n x ten; echo $?; head -n '' ten; echo $?; head -c 1q ten; echo $?; head -n +2 ten; echo $?

### no newline at the end
head -n 2 nonl; echo; head -n 2 nonl nonl

### binary
head -c 100 bytes | tail -c 3 | od -An -tx1

### no permission @1000
head secret; head -n 1 dir/b.log words; echo $?

### no such option
head -z ten; echo $?

### the rest of a pipe is left unread
seq 100000 | head -n 1; { head -n 1 > /dev/null; cat; } < other

### empty
head empty; head -n 2 empty words | head -n 4

### long line
head -c 300000 /dev/zero | tr '\0' x | head -n 1 | wc -c

### options together
head -qn1 words other; head -n 1 -c 3 words; echo; head -c 3 -n 1 words
