### strings
/bin/printf '%s\n' a b 'c d'

### the format again and again
/bin/printf '%s-%s\n' a b c

### no arguments
/bin/printf '%s|%d|\n'

### no format
/bin/printf; echo $?

### numbers
/bin/printf '%d %i %u %o %x %X\n' 10 -10 10 10 255 255

### hexadecimal, octal, character constants
/bin/printf '%d %d %d %d\n' 0x1f 017 "'A" '"B'

### not numbers
/bin/printf '%d\n' abc; echo $?; /bin/printf '%d\n' 12abc; echo $?; /bin/printf '%d|\n' ''; echo $?

### width and precision
/bin/printf '[%5d] [%-5d] [%05d] [%+d] [% d] [%.3d]\n' 42 42 42 42 42 42

### width of strings
/bin/printf '[%5s] [%-5s] [%.2s] [%5.1s]\n' abc abc abc abc

### star
/bin/printf '[%*d] [%-*s] [%.*f]\n' 5 42 6 ab 2 3.14159

### negative star
/bin/printf '[%*s]\n' -5 ab

### floats
/bin/printf '%f %.2f %e %g %G\n' 3.14159 2.5 12345.678 0.0001 1e20

### not a float
/bin/printf '%f\n' abc; echo $?; /bin/printf '%.1f\n' 1.5x; echo $?

### characters
/bin/printf '%c%c%c\n' abc d ''

### %b
/bin/printf '%b\n' 'a\tb\n\0101\x41' '\\'

### %b stops with \c
/bin/printf '%b|%s\n' 'a\cb' c d; echo

### percent
/bin/printf '100%%\n'; /bin/printf '%5%|\n'

### escapes in the format
/bin/printf 'a\tb\n\101\x42\0\1\n' | od -c

### stop in the format
/bin/printf 'a\cb\n' x

### escapes are not read in %s
/bin/printf '%s\n' 'a\tb'

### unknown conversion
/bin/printf '%z\n' a; echo $?; /bin/printf 'a%y b\n'; echo $?

### a percent at the end
/bin/printf 'a%'; echo $?

### length letters
/bin/printf '%ld %lld %hd %zd\n' 1 2 3 4

### big numbers
/bin/printf '%d\n' 9223372036854775807 9223372036854775808 -9223372036854775808; /bin/printf '%u\n' -1 18446744073709551615

### %q
/bin/printf '%q\n' 'a b' "it's"

### a dash in the format
/bin/printf -- '-%s\n' a; /bin/printf '-%s\n' a; /bin/printf -x

### binary
/bin/printf '\377\376\0\1' | od -An -tx1

### character constants beyond ASCII
/bin/printf '%d %d %c\n' "'ü" "'" ''

### non-ASCII
/bin/printf '%s|%5s|%.2s|\n' ü ü ü; /bin/printf '%c\n' ü | od -An -tx1

### the builtin is the same
printf '%s %d\n' a 1 b; printf '%d\n' x; echo $?; printf '\x41\n'

### hash flag
/bin/printf '%#x %#o %#X\n' 255 8 255

### spaces before numbers
/bin/printf '%d|%d\n' ' 5' '5 '; echo $?

### repeated with too few
/bin/printf '%s=%d\n' a 1 b

### no conversions, with arguments
/bin/printf 'hello\n' a b c

### double quotes and single quotes
/bin/printf '%d %d\n' "'" '"'

### zero padding of strings and floats
/bin/printf '[%08.3f] [%+.1e] [%-8.2f]\n' 3.14159 12345 2.5

### infinity
/bin/printf '%f %f %g\n' inf -inf nan

### dollar of a sign
/bin/printf '%+d %+d % d\n' 5 -5 7

### long text
/bin/printf '%s' "$(seq 1 100)" | tail -n 2

### numbers at the borders
/bin/printf '%d\n' 9223372036854775808; /bin/printf '%d\n' -9223372036854775809; /bin/printf '%x\n' 18446744073709551616; /bin/printf '%u\n' -9223372036854775809

### signs and spaces
/bin/printf '%d|%d|%d|%d\n' +5 '+ 5' -0x10 -010

### not octal
/bin/printf '%d\n' 089; /bin/printf '%d\n' 0x; /bin/printf '%d\n' 1_000

### a width from an argument that is no number
/bin/printf '[%*d]\n' x 5; echo $?
