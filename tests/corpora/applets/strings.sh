### texts
printf 'abc\0defgh\1ijkl\tm\377nopqr' > f; strings f; strings -n 3 f; strings -n 6 f; strings < f

### offsets
printf 'abc\0defgh\1ijkl\tm\377nopqr' > f; strings -o f; strings -t d f; strings -t x f; strings -t o f

### names
printf '\0defgh\0' > f; strings -f f words; strings -f < f

### at the end
printf 'abcd' | strings; printf 'abc' | strings; strings bytes; strings nosuch; echo $?

### long text over pieces
head -c 200000 /dev/zero | tr '\0' a | strings | wc -c; (head -c 65534 /dev/zero; echo hello; head -c 10 /dev/zero) | strings -t d

### wrong options
strings -n 0 words; echo $?; strings -t q words; echo $?; strings -Q; echo $?
