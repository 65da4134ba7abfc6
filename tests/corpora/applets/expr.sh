### arithmetic
expr 1 + 2; expr 7 - 9; expr 3 \* 4; expr 7 / 2; expr -7 / 2; expr 7 % 3; expr -7 % 3; expr 1 + 2 \* 3; expr \( 1 + 2 \) \* 3; expr 10 - 3 - 2

### status
expr 0; echo $?; expr ''; echo $?; expr 1; echo $?; expr 00; echo $?; expr a; echo $?; expr 1 - 1; echo $?

### comparisons
expr 1 \< 2; expr 10 \< 9; expr a \< b; expr 10 \< 9a; expr 1 = 1; expr 1 = 1.0; expr a != b; expr 2 \>= 2; expr 2 \<= 1; expr 2 \> 1; expr 1 == 1; expr 01 = 1

### and, or
expr 1 \| 2; expr 0 \| 2; expr '' \| 0; expr 1 \& 2; expr 0 \& 2; expr a \& ''; expr 0 \| ''

### matches
expr abc : 'a.*c'; expr abc : 'b'; expr abcd : 'a\(.*\)d'; expr abc : 'x\(.\)'; expr abc : 'a*'; expr match hello 'h.*l'; expr aab : 'a*'; expr '' : ''

### strings
expr length hello; expr length ''; expr substr hello 2 3; expr substr hello 0 3; expr substr hello 4 10; expr index hello l; expr index hello xyz; expr substr hello 2 -1

### keywords as strings
expr quote length; expr length + 1; expr quote match = match

### faults
expr; echo $?; expr 1 +; echo $?; expr 1 / 0; echo $?; expr 1 % 0; echo $?; expr a + 1; echo $?; expr \( 1; echo $?; expr 1 2; echo $?; expr + 1; echo $?

### large numbers
expr 9223372036854775807 + 1; expr 9223372036854775808; expr 2147483647 + 1; expr 99999999999 \* 99999999999

### regular expressions
expr foo.bar : '.*\.\(.*\)'; expr ab12 : '[a-z]*\([0-9]*\)'; expr /usr/lib : '\(.*\)/'; expr xx : 'x\{2\}'; expr abc : '^a'; expr a : '\('; echo $?
