### here
/bin/pwd

### after cd
cd dir/c; /bin/pwd

### builtin
cd dir; pwd

### through a link, logical
cd dirlink; pwd; pwd -L; pwd -P

### the applet through a link
cd dirlink; /bin/pwd; /bin/pwd -L; /bin/pwd -P

### the root
cd /; pwd; /bin/pwd

### dotdot through a link
cd dirlink/c; cd ..; pwd; cd ..; pwd

### PWD is right after cd
cd dirlink; echo $PWD; cd -P .; echo $PWD

### arguments are ignored
/bin/pwd x; echo $?

### in a subshell
(cd dir; pwd); pwd

### a wrong PWD is not believed
PWD=/nonsense /bin/pwd; PWD=/w/../w /bin/pwd

### no such option
/bin/pwd -x; echo $?
