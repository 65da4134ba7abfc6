### long lines
seq -s ' ' 60 | fold; seq -s ' ' 60 | fold -w 30; seq -s ' ' 20 | fold -20

### at blanks
seq -s ' ' 60 | fold -s -w 30; echo 'abcdefghij klm' | fold -s -w 5; printf 'a b c\n' | fold -s -w 1

### tabs and backspaces
printf 'a\tb\tc\n' | fold -w 10; printf 'abc\b\b\bdefghi\n' | fold -w 5 | od -c; printf 'abc\rdefg\n' | fold -w 4 | od -c

### bytes
printf 'a\tb\tc\n' | fold -b -w 3; fold -b -w 2 utf8 | head -n 2 | od -c

### exact
printf 'abcde\n' | fold -w 5; printf 'abcdef\n' | fold -w 5; printf 'abcdefghij' | fold -w 5; echo

### several files
fold -w 3 words other; fold -w 3 nosuch other; echo $?

### wrong options
fold -w 0 words; echo $?; fold -w x words; echo $?; fold -Q words; echo $?
