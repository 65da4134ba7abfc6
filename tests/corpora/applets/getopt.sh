### short options in order
getopt ab:c:: x -a -b one y -ctwo -c z; echo $?

### new style
getopt -o ab:c:: -- x -a -b 'one two' y -ctwo -c z; echo $?

### long options
getopt -o a -l all,name:,size:: -- --all --name=n --name m --size --size=3 -a file; echo $?

### shortened long options
getopt -o a -l all,name: -- --al --na x; echo $?

### ambiguous
getopt -o a -l name,nation -- --na; echo $?

### unknown
getopt -o a -l all -- -x --nope -a; echo $?

### missing argument
getopt -o b: -l name: -- --name; echo $?; getopt -o b: -- -b; echo $?

### argument not allowed
getopt -o a -l all -- --all=3; echo $?

### name of the program
getopt -n prog -o a -- -x; echo $?

### quiet
getopt -q -o a -- -x -a; echo $?; getopt -Q -o a -- -a; echo $?

### unquoted
getopt -u -o ab: -- -b 'one two' rest; echo $?

### quotes in values
getopt -o a: -- -a "it's" "b c"; echo $?

### stops at the first operand
getopt -o +ab -- -a x -b; echo $?; POSIXLY_CORRECT=1 getopt -o ab -- -a x -b; echo $?

### keeps the order
getopt -o -ab -- -a x -b y; echo $?

### double dash
getopt -o ab -- -a -- -b; echo $?

### version test
getopt -T; echo $?

### alternative
getopt -a -o n -l name -- -name -n; echo $?

### several lists
getopt -o '' -l one,two -l three -- --three --one x; echo $?

### in a script
set -- -v -o out file; O=$(getopt -o vo: -- "$@"); eval set -- "$O"; for w; do echo "[$w]"; done

### empty
getopt -o a --; echo $?; getopt ''; echo $?

### no arguments
getopt; echo $?

### dash alone
getopt -o a -- - -a; echo $?

### ambiguous with different arguments
getopt -o a -l name,nation: -- --na; echo $?
