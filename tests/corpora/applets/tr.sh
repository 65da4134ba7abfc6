### letters
echo hello | tr el ip; echo hello | tr a-y b-z

### classes
echo 'Hello World' | tr '[:lower:]' '[:upper:]'; echo 'Hello World' | tr '[:upper:]' '[:lower:]'; echo 'a1 b2' | tr -d '[:digit:]'

### all classes
for c in alnum alpha blank cntrl digit graph lower print punct space upper xdigit; do echo "$c: $(printf 'aZ9 \t-\1_' | tr -d "[:$c:]" | od -An -tx1)"; done

### delete
echo hello | tr -d l; echo hello | tr -d a-z; echo 'a b c' | tr -d ' '

### squeeze
echo aabbcc | tr -s ab; echo 'a   b  c' | tr -s ' '; printf 'a\n\n\nb\n' | tr -s '\n'

### squeeze after translating
echo aabbcc | tr -s ab xy; echo 'a b' | tr -s 'ab ' x

### delete and squeeze
echo aabbccdd | tr -ds ab cd; echo 'aab  ' | tr -d -s a ' '

### complement
echo hello123 | tr -cd '0-9'; echo; echo 'a-b' | tr -c 'a-z\n' X; echo hello | tr -C l x; echo

### complement and squeeze
echo 'a,,b;;c' | tr -cs a-c '\n'; echo 'a  b' | tr -cs a-z ' '

### a shorter second set
echo abcdef | tr a-f xy; echo abc | tr abc x

### a longer second set
echo abc | tr ab xyz; echo abc | tr a '[:upper:]'

### escapes
echo a:b | tr : '\n'; echo a:b | tr : '\t'; echo 'a\b' | tr '\\' /; printf 'a\0b' | tr '\0' x; echo; echo ABC | tr '\101' x; echo ABC | tr '\102\103' '\143\144'

### ranges
echo 0123456789 | tr 0-9 a-j; echo az | tr a-z A-Z; echo a-z | tr 'a\-z' xyz; echo 'a-c' | tr 'a-' xy

### a reversed range
echo abc | tr c-a xyz; echo $?

### a range that ends in a bracket
echo ']a[' | tr '[a]' '(x)'; echo '[x]' | tr -d '[]'

### repetition
echo abc | tr abc '[x*]'; echo abc | tr abc '[x*2]y'; echo abcd | tr a-d 'x[y*2]z'

### equivalence
echo abc | tr '[=a=]' x; echo abc | tr -d '[=b=]'

### one set
tr a; echo $?; tr -s a < words | head -n 3; tr -d; echo $?

### no sets
tr; echo $?

### three sets
tr a b c < words; echo $?

### empty sets
echo abc | tr '' x; echo $?; echo abc | tr a ''; echo $?; echo abc | tr -d ''

### binary
printf '\0\1\377' | tr '\0\377' '\1\0' | od -An -tx1; tr -d '\0-\177' < bytes | wc -c

### UTF-8 is bytes
echo grüße | tr ü u; echo grüße | tr -cd a-z; echo

### no newline at the end
printf abc | tr a x; printf abc | tr -d abc

### no such option
tr -q a b; echo $?

### a dash
echo a-b | tr - _; echo a-b | tr -- -a _x; echo a-b | tr -d -

### unknown class
echo abc | tr '[:foo:]' x; echo $?

### upper to lower with ranges
echo 'aBc' | tr a-zA-Z A-Za-z

### delete with two sets
echo abc | tr -d a b; echo $?

### large
head -c 1000000 /dev/zero | tr '\0' x | tr -d x | wc -c; seq 100000 | tr -cd '1\n' | wc -c
