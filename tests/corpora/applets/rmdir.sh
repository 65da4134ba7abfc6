### empty
rmdir void; ls -d void

### not empty
rmdir dir; echo $?; ls -d dir

### a file
rmdir words; echo $?

### missing
rmdir nosuch; echo $?

### several
mkdir a b; rmdir a nosuch b; echo $?; ls -d a b

### with parents
mkdir -p a/b/c; rmdir -p a/b/c; ls -d a

### with parents, one not empty
mkdir -p a/b/c; touch a/x; rmdir -p a/b/c; echo $?; ls -R a

### ignore those that are not empty
rmdir --ignore-fail-on-non-empty dir; echo $?; ls -d dir

### parents and ignore
mkdir -p dir/x/y; rmdir -p --ignore-fail-on-non-empty dir/x/y; echo $?; ls dir

### a link to a folder
rmdir dirlink; echo $?; rmdir dirlink/; echo $?

### dot
rmdir .; echo $?; cd void; rmdir ../void; echo $?

### dotdot
cd void; rmdir ..; echo $?

### nothing
rmdir; echo $?

### no permission @1000
rmdir void; echo $?; rmdir dir/c; echo $?

### trailing slash
rmdir void/; ls -d void; mkdir -p a/b; rmdir -p a/b/; ls -d a

### verbose
rmdir -v void; echo $?

### long option
mkdir -p a/b; rmdir --parents a/b; ls -d a

### no such option
rmdir -x void; echo $?

### the root
rmdir /; echo $?
