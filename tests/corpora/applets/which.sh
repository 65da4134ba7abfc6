### a program
which ls; which sh cat

### missing
which nosuch; echo $?; which ls nosuch; echo $?

### paths
which /bin/ls; which ./script.sh; which ./words; echo $?; which dir/a.txt; echo $?

### PATH
PATH=/w:/bin which script.sh ls; PATH=/bin:/bin which -a ls; PATH= which ls; echo $?

### none
which; echo $?; which -x ls; echo $?

### not executable
PATH=/w:/bin; which words; echo $?; which dir; echo $?
