### one
mkdir new; ls -d new; echo $?

### several
mkdir a b c; ls -d a b c

### it is there
mkdir dir; echo $?; mkdir words; echo $?

### with parents
mkdir -p a/b/c; ls -R a

### parents that are there
mkdir -p dir; echo $?; mkdir -p dir/c/x; ls dir/c

### a file in the way
mkdir -p words/x; echo $?; mkdir words/x; echo $?

### a file where the folder should be
mkdir -p words; echo $?

### no parent
mkdir a/b; echo $?

### mode
mkdir -m 700 a; mkdir -m u=rwx,go= b; mkdir -m 1777 c; ls -ld a b c | cut -c 1-10

### mode with parents
mkdir -p -m 700 x/y/z; ls -ld x x/y x/y/z | cut -c 1-10

### symbolic modes
mkdir -m a-w a; mkdir -m +t b; mkdir -m g+s c; ls -ld a b c | cut -c 1-10

### wrong mode
mkdir -m 999 a; echo $?; mkdir -m zz b; echo $?

### verbose
mkdir -v a; mkdir -pv b/c dir/q

### umask
umask 077; mkdir a; mkdir -p b/c; ls -ld a b b/c | cut -c 1-10

### nothing
mkdir; echo $?

### no permission @1000
mkdir /root/x; echo $?; mkdir x; echo $?; mkdir -p /root/x/y; echo $?

### trailing slash
mkdir a/ b//; ls -d a b

### one fails, the others are made
mkdir a dir b; echo $?; ls -d a b

### through a link
mkdir dirlink/new; ls -d dir/new; mkdir dangling; echo $?; mkdir -p dangling; echo $?

### dots
mkdir . ; mkdir -p . ..; echo $?; mkdir -p a/../b; ls -d a b

### long options
mkdir --parents --mode=711 a/b; ls -ld a a/b | cut -c 1-10

### empty name
mkdir ''; echo $?; mkdir -p ''; echo $?

### a set-group-ID folder hands it down
chgrp staff dir; chmod g+s dir; mkdir dir/sub; ls -ld dir/sub | cut -c 1-34

### loop
mkdir loop; mkdir -p loop/x; echo $?
