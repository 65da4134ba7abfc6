### to programs
export A=1; sh -c 'echo $A'; B=2; sh -c 'echo ${B-unset}'; export B; sh -c 'echo $B'

### several
export A=1 B='2 3' C; C=4; env | grep '^[ABC]=' | sort

### list
export A='a b' B="it's"; export -p | grep '^export [AB]='; export | grep '^export A'

### taken back
export A=1; export -n A; sh -c 'echo ${A-unset}'; echo $A

### a wrong name
export 1a=2; echo $?

### a wrong name ends the shell
(export a-b=1; echo not reached); echo $?

### empty
export A=; sh -c 'echo "[${A-unset}]"'; export B; sh -c 'echo "[${B-unset}]"'

### not split
x='a b'; export A=$x; sh -c 'echo "$A"'; export A=~/x; echo $A; export A=*; echo "$A"

### unset
export A=1; unset A; sh -c 'echo ${A-unset}'

### in a subshell
(export A=1); echo ${A-unset}; export A=0; (export A=1; sh -c 'echo $A'); echo $A

### readonly and exported
readonly A=1; export A; sh -c 'echo $A'; export A=2; echo not reached

### before a command
A=1 sh -c 'echo $A'; echo ${A-unset}; A=1 export B=2; echo ${A-unset} $B
