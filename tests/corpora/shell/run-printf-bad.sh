# dash differs
printf '%d\n' abc 2>/dev/null; echo $?; printf '%d\n' 3x 2>/dev/null; echo $?; printf '%z\n' 2>/dev/null; echo $?; printf 2>/dev/null; echo $?; printf '%d\n' ''; echo $?
