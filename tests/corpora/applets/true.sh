### true
/bin/true; echo $?

### the builtin
true; echo $?

### arguments
/bin/true a b; echo $?; true -x; echo $?

### options
/bin/true -x; echo $?; /bin/true -- x; echo $?

### output
/bin/true > f; wc -c f

### in conditions
if /bin/true; then echo yes; fi; /bin/true && echo and; /bin/true || echo or; ! /bin/true; echo $?

### reads nothing
printf 'a\nb\n' | { /bin/true; cat; }

### by busybox
busybox true; echo $?

### in a pipe
/bin/true | cat; echo $?; echo x | /bin/true; echo $?

### loops
while /bin/true; do echo once; break; done
