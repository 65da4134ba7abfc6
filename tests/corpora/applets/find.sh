### everything below
find dir | sort

### here
cd dir; find | sort; find . | sort

### several
find void dir/c words | sort

### missing
find nosuch; echo $?; find nosuch void; echo $?

### by name
find . -name '*.txt' | sort; find . -name 'w*' | sort; find . -iname 'A*' | sort; find . -name '[st]*' -type f | sort

### by path
find . -path './dir/*' | sort; find . -path '*c*deep*'; find . -ipath '*DEEP*'; find . -wholename './dir/c'

### by type
find . -type d | sort; find dir -type f | sort; find . -type l | sort; find dir -type x; echo $?

### depth
find . -maxdepth 1 -type d | sort; find dir -mindepth 1 | sort; find dir -mindepth 2; find dir -maxdepth 0; find . -mindepth 1 -maxdepth 1 -name "d*" | sort

### not
find dir ! -name '*.txt' | sort; find dir -not -type d | sort; find dir ! -type f ! -type l | sort

### or and parentheses
find . -name words -o -name other | sort; find dir \( -name '*.txt' -o -name '*.log' \) -type f | sort; find dir -type d -o -name 'a*' | sort

### and
find . -type f -a -name 's*' | sort; find . -type f -and -size 0 | sort

### or binds weaker than and
find . -name words -o -name other -print | sort; find dir -name nothing -o -print | sort

### prune
find . -name dir -prune -o -print | sort | head -n 5; find dir -path dir/c -prune -o -type f -print | sort; find . -type d -name c -prune

### size
find . -type f -size +1k | sort; find . -type f -size 1 | sort | head -n 3; find . -size 0 -type f | sort; find . -type f -size -20c | sort; find . -type f -size 256c

### empty
find . -empty | sort

### newer
find . -newer words | sort; find . -newer sorted; find . -type f ! -newer secret

### times
touch -d '2 Jan 2001' x 2> /dev/null || touch -d 2001-01-02 x; find . -type f -mtime +8000 | sort; find . -mtime -1 | sort; find . -mmin -5 | sort | head -n 2

### permissions
chmod 4755 words; chmod 640 other; find . -perm 640; find . -type f -perm -111 | sort; find . -perm -4000; find . -type f -perm /222 -name 'o*'; find . -perm -u+x -type f | sort; find . -perm 0600 | sort

### owners
find . -user learner; find . -user 1000; find . -group root -name words; find . ! -user root; find . -group 1000; find . -user nosuch; echo $?

### links
ln words twin; find . -links 2 -type f | sort; find . -samefile words | sort; find . -inum 0

### follow links
find dirlink; find -L dirlink | sort; find -H dirlink | sort; find dirlink/ | sort; find -L . -type l | sort

### print with NUL
find dir -name 'a*' -print0 | od -c

### exec
find dir -name '*.txt' -exec echo got {} \; | sort; find dir -name '*.log' -exec cat {} \;; find dir -type f -exec test -s {} \; -print | sort

### exec with several
find . -name 'w*' -type f -exec echo {} +; find dir -name a.txt -exec echo a {} b {} \;; find nosuch -exec echo {} +; echo $?

### exec that fails
find dir -name a.txt -exec false \; -print; echo $?; find dir -name a.txt -exec nosuch {} \;; echo $?; find dir -name a.txt -exec false {} +; echo $?

### exec without an end
find dir -exec echo {}; echo $?; find dir -exec; echo $?

### delete
find dir -name '*.txt' -exec rm {} \;; find dir | sort; find void -exec rmdir {} \;; ls -d void

### depth first
find dir/c -depth; find dir/c -depth -name '*.txt'

### quit
find dir -maxdepth 0 -print -quit; find . -name words -quit; find . -name words -print -quit

### xargs
find dir -type f -name '*.txt' -print0 | xargs -0 ls -1 | sort

### unknown
find dir -nonsense; echo $?

### an argument is missing
find dir -name; echo $?

### an argument of an option is missing
find dir -maxdepth; echo $?

### no closing parenthesis
find dir \( -name a; echo $?

### wrong parentheses
find void \); echo $?; find dir/c -name a -o | sort; echo $?; find void ! ; echo $?

### wrong numbers
find dir -maxdepth x; echo $?; find dir -size x; echo $?; find dir -mtime x; echo $?; find dir -perm zz; echo $?

### no permission @1000
find dir 2>&1 | sort; echo $?; find /root; echo $?; find . -name deep.txt; echo $?

### executable @1000
find . -maxdepth 1 -executable -type f

### regular expressions
find . -regex '.*/w.*' | sort; find dir -regex '.*[ab]\.\(txt\|log\)' | sort; find dir -regex 'a.*'

### names with blanks
find . -name 'a *'; find . -name 'a file' -exec ls -1 {} \;; find . -name '.*' | sort; find . -name '*' -maxdepth 0

### a link loop and a dangling link
find loop dangling; find -L loop; echo $?; find -L dangling

### the name of a starting point
find ./dir/ -maxdepth 1 | sort; find dir/. -maxdepth 0; find / -maxdepth 0; find /w/void

### special files
mkfifo p; find . -type p; find /dev -type c -name null

### operators in any order
find dir -type f -name '*.txt' -print -o -name '*.log' -print | sort; find . -maxdepth 1 -type f -size +0 -name 'n*' | sort; find dir , -name a

### executed in the folder
find dir -name deep.txt -execdir echo {} \; 2>&1 | head -n 1

### mount
find void -xdev; find dir/c -xdev -type f
