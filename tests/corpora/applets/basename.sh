### names
basename /usr/lib/x.so; basename x; basename /; basename //; basename a/; basename a//b//; basename ''; basename .; basename ../..

### suffixes
basename a.txt .txt; basename .txt .txt; basename a.txt txt; basename /x/a.tar.gz .gz; basename a.txt .c; basename a.txt ''; basename / /

### several
basename a/b c/d; echo $?; basename a b c; echo $?

### none
basename; echo $?

### an option
basename -a x/y z/w; echo $?; basename -- -x; basename -s .c a/b.c; echo $?

### folders
dirname /usr/lib/x.so; dirname x; dirname /; dirname a/; dirname a//b//; dirname ''; dirname .; dirname ../..; dirname /a; dirname a/b/

### folders of several
dirname; echo $?; dirname a/b c/d; echo $?
