### ten lines
seq 20 | tail

### a number
tail -n 3 ten; tail -n3 words; tail -3 ten

### from a line on
tail -n +2 words; tail -n +9 ten; tail +9 ten; tail -n +100 ten; tail -n +0 other; tail -n +1 other

### nothing
tail -n 0 ten; tail -c 0 ten

### bytes
tail -c 5 words; tail -c 5 nonl; echo; tail -c +10 nonl; echo

### from a byte on
tail -c +0 other; tail -c +1 other; tail -c +100 other; echo abcdef | tail -c +3

### more than there is
tail -n 100 nonl; echo; tail -c 1000 other

### several files
tail -n 1 words other nonl

### several files, quiet
tail -q -n 1 words other

### one file, verbose
tail -v -n 1 words; tail -v -n 1 < words

### missing among others
tail -n 1 nosuch words; echo $?; tail nosuch; echo $?

### a folder
tail -n 1 dir; echo $?; tail -n 1 dir words; echo $?

### standard input
seq 3 | tail -n 2 -; seq 3 | tail -n 1 words -; seq 3 | tail -n +2

### several files from a line on
tail -n +8 ten words; tail -n +2 nonl nonl

### suffixes
tail -c 1k bytes | wc -c; tail -n 1k ten | wc -l; tail -c 1b ten | wc -c

### wrong numbers
tail -n x ten; echo $?; tail -n '' ten; echo $?; tail -c 1q ten; echo $?; tail -n -2 ten; echo $?

### no newline at the end
tail -n 1 nonl; echo; printf 'a\nb\nc' | tail -n 2; echo; printf 'a' | tail -n 1; echo

### only newlines
printf '\n\n\n' | tail -n 2 | od -c; printf 'a\n\n' | tail -n 1 | od -c

### binary
tail -c 3 bytes | od -An -tx1; tail -n 1 bytes | wc -c

### no permission @1000
tail secret; tail -n 1 dir/b.log words; echo $?

### no such option
tail -z ten; echo $?

### empty
tail empty; tail -n 2 empty other

### long line
head -c 300000 /dev/zero | tr '\0' x | tail -n 1 | wc -c; head -c 300000 /dev/zero | tail -c 70000 | wc -c

### many lines
seq 100000 | tail -n 2; seq 100000 | tail -n +99999; seq 100000 > big; tail -n 3 big; tail -n +99998 big; tail -c 12 big

### bytes and lines
tail -c 5 -n 1 words; tail -n 1 -c 5 words
