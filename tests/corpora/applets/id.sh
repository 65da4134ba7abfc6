### root
id

### a user @1000
id

### parts
id -u; id -g; id -G; id -un; id -gn; id -Gn

### parts of a user @1000
id -u; id -un; id -g; id -gn; id -G; id -nG; id -ru; id -rgn

### a named user
id learner; id guest; id daemon; id -u guest; id -gn guest; id -G learner; id -Gn learner

### by number
id 1000; id -u 1000; id 9999; echo $?

### nobody of that name
id nosuch; echo $?; id -u nosuch; echo $?

### a user without a name @4242
id; id -un; echo $?; id -gn; echo $?; whoami; echo $?

### wrong combinations
id -ug; echo $?; id -n; echo $?; id -r; echo $?; id a b; echo $?

### no such option
id -y; echo $?

### whoami
whoami; whoami x; echo $?

### whoami, a user @1000
whoami; groups; logname; echo $?

### groups
groups; groups learner; groups guest; groups nosuch; echo $?

### daemon @1
id; id -Gn
