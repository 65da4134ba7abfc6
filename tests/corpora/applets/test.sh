### strings
for s in '' a 0 -n; do [ "$s" ]; echo -n "$? "; [ -n "$s" ]; echo -n "$? "; [ -z "$s" ]; echo "$?"; done

### comparing strings
[ a = a ]; echo $?; [ a = b ]; echo $?; [ a != b ]; echo $?; [ a == a ]; echo $?; [ '' = '' ]; echo $?; [ a \< b ]; echo $?; [ a \> b ]; echo $?; [ b \> a ]; echo $?

### numbers
[ 1 -eq 1 ]; echo $?; [ 1 -ne 1 ]; echo $?; [ 1 -lt 2 ]; echo $?; [ 2 -le 1 ]; echo $?; [ 2 -gt 1 ]; echo $?; [ 1 -ge 2 ]; echo $?; [ -5 -lt 3 ]; echo $?; [ 010 -eq 10 ]; echo $?; [ ' 5 ' -eq 5 ]; echo $?

### not numbers
[ a -eq 1 ]; echo $?; [ 1 -eq '' ]; echo $?; [ 1.5 -eq 1 ]; echo $?; [ 0x10 -eq 16 ]; echo $?

### files
for o in e f d L h r w x s; do [ -$o words ]; echo -n "$? "; [ -$o dir ]; echo -n "$? "; [ -$o dirlink ]; echo -n "$? "; [ -$o dangling ]; echo -n "$? "; [ -$o empty ]; echo -n "$? "; [ -$o nosuch ]; echo "$?"; done

### more kinds of files
mkfifo p; chmod 6755 other; for o in p b c S u g k O G; do [ -$o p ]; echo -n "$? "; [ -$o /dev/null ]; echo -n "$? "; [ -$o other ]; echo -n "$? "; [ -$o secret ]; echo -n "$? "; [ -$o /tmp ]; echo "$?"; done

### permission @1000
for f in secret words script.sh dir/b.log dir/c /root; do for o in r w x; do [ -$o $f ]; echo -n "$? "; done; done; echo

### newer, older, the same
[ sorted -nt words ]; echo $?; [ words -nt sorted ]; echo $?; [ words -ot sorted ]; echo $?; [ words -ef link ]; echo $?; [ words -ef other ]; echo $?; [ nosuch -ot words ]; echo $?; [ words -nt nosuch ]; echo $?

### and, or, not
[ a -a b ]; echo $?; [ a -a '' ]; echo $?; [ '' -o b ]; echo $?; [ ! a ]; echo $?; [ ! '' ]; echo $?; [ ! a = b ]; echo $?; [ a = a -a b = b ]; echo $?; [ a = b -o b = b ]; echo $?; [ '' -o a -a '' ]; echo $?

### parentheses
[ \( a = a \) ]; echo $?; [ \( a = b \) -o a ]; echo $?; [ ! \( a = b \) ]; echo $?; [ \( ! a \) ]; echo $?

### how many arguments
[ ]; echo $?; [ '' ]; echo $?; [ -f ]; echo $?; [ ! ]; echo $?; [ = ]; echo $?; [ a = ]; echo $?; [ -z ]; echo $?; [ -a ]; echo $?

### operators that are operands
[ -f = -f ]; echo $?; [ ! = ! ]; echo $?; [ \( = \( ]; echo $?; [ -n = -n ]; echo $?; [ a -a ]; echo $?

### no closing bracket
[ a = a; echo $?; /bin/[ a = a; echo $?

### too many arguments
[ a b ]; echo $?; [ a b c ]; echo $?; [ a = b c ]; echo $?; [ a = b = c ]; echo $?

### unknown operators
[ a -xx b ]; echo $?; [ -Q words ]; echo $?; [ a =~ b ]; echo $?

### terminals
[ -t 0 ]; echo $?; [ -t 1 ]; echo $?; [ -t x ]; echo $?

### test
test -f words; echo $?; test; echo $?; test a = b; echo $?; test -e nosuch -o -d dir; echo $?

### the applet
/bin/test -f words; echo $?; /bin/[ -d dir ]; echo $?; /bin/test 1 -eq x; echo $?; /bin/test; echo $?; /bin/[ ]; echo $?

### descriptors and empty names
[ -e '' ]; echo $?; [ -f '' -o -d . ]; echo $?; [ -r /dev/null ]; echo $?

### size
[ -s dir ]; echo $?; [ -s words ]; echo $?; [ -s empty ]; echo $?

### big numbers
[ 9223372036854775807 -gt 1 ]; echo $?; [ 99999999999999999999 -gt 1 ]; echo $?; [ +5 -eq 5 ]; echo $?; [ -0 -eq 0 ]; echo $?

### double brackets
/bin/[[ a = a ]]; echo $?; /bin/[[ -f words ]]; echo $?; /bin/[[ a = a; echo $?
