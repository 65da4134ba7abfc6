# dash differs
printf '%s|%5s|%-5s|%05d|%x|%X|%o|%c|%%|%b\n' a bb cc 42 255 255 8 xyz 'a\tb'
printf '%s-%s\n' 1 2 3; printf '%d\n' 0x10 010 "'A"; printf '%.2f %e\n' 3.14159 12345.678; printf '%5.1f|%-8s|\n' 2.25 ab; printf 'no newline'; echo; printf '\101\x41\n' ; printf '%*d|%-*d|\n' 5 42 5 42; printf '%s\n'
