### blanks at the beginning
printf '        a       b\n' | unexpand | od -c; printf '          x\n' | unexpand | od -c; printf '    x\n' | unexpand | od -c

### all blanks
printf '        a       b  c\n' | unexpand -a | od -c; printf 'abcdefg         b\n' | unexpand -a | od -c

### other stops
printf '    a   b\n' | unexpand -t 4 | od -c; printf '    a   b\n' | unexpand -f -t 4 | od -c

### tabs among blanks
printf '  \t  a\n' | unexpand | od -c; printf '\t    a\n' | unexpand -a -t 4 | od -c

### wrong options
unexpand -t 0; echo $?; unexpand -Q; echo $?
