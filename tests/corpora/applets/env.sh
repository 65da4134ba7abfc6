### list
env | sort | grep -v '^\(PWD\|SHLVL\|OLDPWD\|_\)='

### add
env A=1 B=2 | grep '^[AB]=' | sort; env A='a b' sh -c 'echo "$A"'

### nothing
env -i; env -i A=1; env -i A=1 B=2 A=3; env - A=1

### nothing, and a program
env -i /bin/echo hi; env -i A=1 /bin/sh -c 'echo $A $HOME'; env -i PATH=/bin sh -c 'echo $PATH'

### take away
A=1 env -u A sh -c 'echo ${A-unset}'; env -u HOME -u TZ env | grep -c 'HOME\|TZ'; env -u nosuch true; echo $?

### run
env echo a b; env A=1 env | grep ^A=; env env echo x

### exit codes
env false; echo $?; env sh -c 'exit 7'; echo $?; env nosuch; echo $?; env ./words; echo $?; env dir; echo $?; env ./dir; echo $?

### NUL
env -i -0 A=1 B=2 | od -c

### no such option
env -y; echo $?; env -u; echo $?

### a program with options
env ls -d void; env -i ls -d void; env -- echo x; env A=1 -- echo y

### an odd assignment
env =x true; echo $?; env 1A=2 sh -c 'env' | grep 1A; env A= sh -c 'echo "[$A]"'

### a script
printf '#!/usr/bin/env sh\necho from $0\n' > s; chmod +x s; env sh ./s

### not executable
env ./words; echo $?; printf 'echo hi\n' > t; chmod +x t; env ./t; echo $?
