# dash differs
printf 'a\nb\tc\\d\n'; printf '%b' 'x\ny\0101\n'; printf '%s\n' 'x\ny'; printf -- '--%s\n' z; printf '%q\n' x 2>/dev/null; echo $?
