printf '%s|%10s|%-10s|%.2s\n' abc abc abc abc
printf '%d %i %u %x %X %o\n' 42 42 42 255 255 8
printf '%5d|%-5d|%05d|%+d\n' 42 42 42 42
printf '%c%c\n' hello world
printf '%b' 'a\nb\n'; printf '%s\n' 'a\nb'
printf '%s %s\n' a b c d
