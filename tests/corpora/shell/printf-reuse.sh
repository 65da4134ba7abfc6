# dash differs
printf '%s=%s\n' a 1 b 2 c
printf '%d %s\n' 1
printf '%s %s %s\n' "a b" c
printf 'x%sx\n' ''
printf '%3d|%-3d|%03d\n' 5 5 5
printf '\101\x42\n'
