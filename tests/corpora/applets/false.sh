### false
/bin/false; echo $?

### the builtin
false; echo $?

### arguments of the failing one
/bin/false a b; echo $?; false -x; echo $?

### options
/bin/false -x; echo $?; /bin/false -- x; echo $?

### output
/bin/false > f; wc -c f

### in conditions
if /bin/false; then echo yes; fi; /bin/false && echo and; /bin/false || echo or; ! /bin/false; echo $?

### reads nothing
printf 'a\nb\n' | { /bin/false; cat; }

### by busybox
busybox false; echo $?

### in a pipe
/bin/false | cat; echo $?; echo x | /bin/false; echo $?

### loops
while /bin/false; do echo once; break; done
