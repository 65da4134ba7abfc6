### to a folder and back
cd dir; pwd; cd -; pwd

### home
cd; pwd; HOME=/tmp; cd; pwd

### no home
unset HOME; cd; echo $?; pwd

### missing
cd nosuch; echo $?; pwd

### a file
cd words; echo $?

### a file in the way
cd words/x; echo $?

### no permission @1000
cd /root; echo $?; cd dir/c; echo $?; pwd

### a link
cd dirlink; pwd; cd ..; pwd

### physical
cd -P dirlink; pwd; cd ..; pwd

### CDPATH
CDPATH=/w/dir; cd c; pwd

### dot and slashes
cd ./dir//c/../; pwd; cd ///; pwd

### OLDPWD
cd dir; echo $OLDPWD; cd c; echo $OLDPWD; cd "$OLDPWD"; pwd

### no OLDPWD
unset OLDPWD; cd -; echo $?

### a dangling link and a loop
cd dangling; cd loop; echo $?

### empty
cd ''; echo $?; pwd

### dash dash
cd -- dir; pwd

### a removed folder
mkdir gone; cd gone; rmdir ../gone; cd .; echo $?; cd ..; echo $?; pwd

### chdir
chdir dir; pwd
