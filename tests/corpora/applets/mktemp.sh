### a file
f=$(mktemp); case $f in /tmp/tmp.??????) echo ok;; esac; ls -l $f | cut -c 1-10; [ -s $f ]; echo $?

### a folder
f=$(mktemp -d); ls -ld $f | cut -c 1-10; case $f in /tmp/tmp.??????) echo ok;; esac

### a template
f=$(mktemp abcXXXXXX); case $f in abc??????) echo ok;; esac; ls $f > /dev/null && echo there; f=$(mktemp -t abc.XXXXXX); case $f in /tmp/abc.??????) echo ok;; esac

### another folder
f=$(mktemp -p void); ls void | wc -l; f=$(TMPDIR=/w/void mktemp); ls void | wc -l; f=$(mktemp -p void nXXXXXX); ls void | wc -l

### only a name
f=$(mktemp -u); ls $f 2> /dev/null; echo $?

### each is another one
a=$(mktemp); b=$(mktemp); [ $a = $b ]; echo $?

### wrong templates
mktemp abc; echo $?; mktemp abcXX; echo $?; mktemp -q abc; echo $?; mktemp nosuch/XXXXXX; echo $?; mktemp a b; echo $?

### no permission @1000
mktemp xXXXXXX; echo $?
