### tabs
expand tabs; expand -t 4 tabs; printf 'a\tb\n\tc\n\t\td\n' | expand -t 2

### only at the beginning
printf '\ta\tb\n  \tc\td\n' | expand -i; printf '\ta\tb\n' | expand -i -t 3

### files
expand nosuch tabs; echo $?; expand < tabs; expand - < tabs; expand nonl

### wrong options
expand -t 0 tabs; echo $?; expand -Q; echo $?
