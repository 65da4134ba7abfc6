### names, one a line
ls

### hidden names too
ls -a

### hidden names, but not the folder itself
ls -A

### long
ls -lA; ls -la dir | grep -v ' [.][.]$'

### long, numbers for owners
ls -ln dir secret

### long, without the owner
ls -lg dir

### a named file, a folder and what is missing
ls words dir nosuch

### two folders
ls dir void

### an empty folder
ls void; ls -l void

### a folder itself
ls -d dir; ls -ld dir void

### recursive
ls -R dir

### recursive and long
ls -lR dir

### marks
ls -F; ls -p

### marks of a link to a folder
ls -F dirlink; ls -Fd dirlink; ls -lF dir

### a link to a folder is followed without -l
ls dirlink; ls -l dirlink; ls -l dirlink/

### a dangling link and a loop
ls dangling; ls -l dangling loop; ls loop; ls -L dangling

### dereference
ls -lL link dirlink; ls -lH link

### by size
ls -S dir; ls -Sr dir

### by time
touch -d 2020-01-01 a; touch -d 2021-01-01 b; touch -d 2019-01-01 c; ls -t a b c; ls -tr a b c; ls -lt a b c

### reversed
ls -r

### full time
TZ=UTC0 ls -l --full-time words dir/b.log

### a time zone
TZ=CET-1 ls -l words; TZ=EST5 ls -l words

### by version
touch f10 f9 f2.1 f2.10 f2.9; ls -v f*

### by extension
touch b.a a.b c x.a; ls -X b.a a.b c x.a

### columns
ls -C -w 40; ls -C dir

### columns across
ls -x -w 40

### columns that do not fit
ls -C -w 10 dir

### columns with marks
ls -CF -w 50

### sizes in blocks
ls -s dir; ls -s words empty

### human sizes
head -c 1500 /dev/zero > k; head -c 1048576 /dev/zero > m; head -c 10485760 /dev/zero > t; head -c 1023 /dev/zero > b; ls -lh k m t b | cut -c 32-42; ls -sh k

### odd names
touch 'a b' 'tab	name' 'new
line' 'ü' '*'; ls; ls -Q 'a b' 'ü' '*'

### permissions
chmod 4755 words; chmod 2755 dir; chmod 1777 void; chmod 6644 empty; chmod 1744 dir/c; ls -ld words dir void empty dir/c

### a fifo
mkfifo pipe; ls -lF pipe | cut -c 1-10,57-; ls -F pipe

### a hard link
ln words twin; ls -l words twin

### a folder that may not be read @1000
ls /root; ls -l secret; ls dir/c; ls -l dir

### no search permission @1000
ls /root/x

### unknown owner
chown 77:88 words; ls -l words

### a long name of an owner
chown daemon:staff words; ls -l words; ls -ln words

### trailing slash
ls -d dir/; ls words/; ls -dF dir/

### no such option
ls -Z9

### unknown long option
ls --nonsense

### many operands are sorted
ls text bytes hosts ten

### double dash
touch -- -l; ls -- -l

### dot and dotdot
ls -d . ..; ls -ad .; cd dir; ls ..

### empty name
ls ''

### with colour
ls --color=always dir; ls --color=never void; ls -l --color=always link dir/c script.sh | sed 's/.*2024 //'

### with colour and marks
ls --color=always -F dir

### group directories first
ls --group-directories-first

### layout options, the last one counts
ls -C1 dir; ls -1C dir; ls -lC dir

### total counts only what is shown
ls -l dir | head -n 1; ls -la dir | head -n 1

### link count of folders
mkdir -p q/a q/b q/c; ls -ld q | cut -c 1-20

### many files in columns
mkdir many; cd many; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do : > file$i; done; ls -C; ls -x; ls -C -w 30
