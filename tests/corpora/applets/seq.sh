### to
seq 3; seq 1; seq 0; seq -2

### from, to
seq 2 4; seq 4 2; seq -1 1; seq 3 3

### from, step, to
seq 1 2 7; seq 7 -2 1; seq 1 3 6; seq 5 1 2; seq 10 -5 -10

### separator
seq -s , 3; seq -s ' - ' 1 3; seq -s '' 3; seq -s , 1; seq -s '\n' 2; seq -s , 3 1

### equal width
seq -w 8 11; seq -w 1 100 201; seq -w -5 5 10; seq -w 1; seq -w 001 3

### floating point
seq 0.5 2.5; seq 1 .5 3; seq 1 0.25 2; seq 0.1 0.1 0.5; seq 1.0 3; seq 5.50 -1.5 1

### floating point with equal width
seq -w 0.5 10.5; seq -w 9 .5 10

### large
seq 9999999 10000001; seq 1000000000 1000000002; seq 100000 | tail -n 1

### no steps
seq 1 0 3 | head -n 2; seq 3 0 1 | head -n 2

### wrong numbers
seq a; echo $?; seq 1 b; echo $?; seq 1x 2; echo $?; seq ''; echo $?

### none and too many
seq; echo $?; seq 1 2 3 4; echo $?

### negative numbers are no options
seq -3 -1; seq -1; seq -w -10 5 0; seq -- -1 1

### no such option
seq -y 3; echo $?

### both options
seq -w -s : 8 10; seq -ws: 8 10

### exponents and hexadecimal
seq 1e1 12; seq 0x5 7; seq 1 1e0 2

### signs and points
seq +1 2; seq .5 1.5; seq 1. 2
