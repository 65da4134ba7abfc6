printf '%s %d\n' a 1 b 2
printf '%5s|%-5s|%05d|%x|%o|%c\n' a b 42 255 8 xyz
printf 'no newline'; printf '\n'
printf '%b\n' 'a\tb'
printf '%%\n'
printf '%s\n'
