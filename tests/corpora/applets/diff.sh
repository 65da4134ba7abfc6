### equal
diff words words; echo $?; cp words w; diff words w; echo $?; diff -s words w; diff -q words w; echo $?

### changes
sed 's/apple/APPLE/' words > w; diff words w; echo $?

### added and removed
sed '2d' words > w; diff words w; diff w words; (echo first; cat words) > x; diff words x; (cat words; echo last) > y; diff words y

### far apart
seq 40 > a; sed 's/^5$/five/; s/^30$/thirty/' a > b; diff a b; diff -U 1 a b; diff -U 0 a b; diff -u a b

### close to each other
seq 30 > a; sed 's/^5$/five/; s/^12$/twelve/' a > b; diff a b; sed 's/^5$/five/; s/^13$/thirteen/' a > b; diff a b

### no newline at the end
printf 'a\nb' > a; printf 'a\nb\n' > b; diff a b; diff b a; printf 'a\nc' > c; diff a c

### empty
diff empty words | head -n 5; diff words empty | head -n 5; diff empty /dev/null; echo $?

### brief
diff -q words other; echo $?; diff -qs words words; echo $?

### labels
diff -L old -L new words other | head -n 3; diff -L old words other | head -n 2

### white space
printf 'a b\nc\n' > a; printf 'a  b \nc\n' > b; diff a b; diff -b a b; echo $?; printf 'ab\nc\n' > c; diff -b a c; echo $?; diff -w a c; echo $?

### case and blank lines
printf 'A\nb\n' > a; printf 'a\nB\n' > b; diff -i a b; echo $?; printf 'a\n\nb\n' > c; printf 'a\nb\n' > d; diff -B c d; echo $?; diff c d

### binary
printf 'a\0b' > a; printf 'a\0c' > b; diff a b; echo $?; diff -a a b; diff bytes words; echo $?

### moved lines
printf 'a\nb\nc\nd\ne\nf\ng\n' > a; printf 'e\nf\ng\na\nb\nc\nd\n' > b; diff a b; printf 'a\nb\nc\na\nb\nb\na\n' > c; printf 'c\nb\na\nb\na\nc\n' > d; diff c d

### repeated lines
printf 'x\ny\nx\ny\nx\n' > a; printf 'y\nx\nx\ny\ny\nx\nx\n' > b; diff a b; diff b a; diff -d a b

### missing
diff nosuch words; echo $?; diff words nosuch; echo $?; diff -N words nosuch | head -n 3; diff words; echo $?; diff; echo $?

### standard input
diff - words < other | head -n 4; cat words | diff words -; echo $?

### a file and a folder
cp words dir; echo x >> dir/words; diff words dir; diff dir words; echo $?; diff other dir; echo $?

### folders
cp -r dir d2; echo more >> d2/a.txt; rm d2/b.log; echo new > d2/new; diff dir d2; echo $?; diff -r dir d2; echo $?

### folders, everything
cp -r dir d2; echo more >> d2/c/deep.txt; echo new > d2/new; diff -rN dir d2; diff -rq dir d2; diff -rNq dir d2; echo $?; diff -r dir/ d2/ | head -n 3

### folders, equal
cp -r dir d2; diff -r dir d2; echo $?; diff -rs dir d2; diff dir d2; echo $?

### a folder where the other has a file
cp -r dir d2; rm -r d2/c; echo x > d2/c; diff -r dir d2; mkdir d2/only; diff -r dir d2; echo $?

### tabs
printf 'a\tb\n' > a; printf 'a\tc\n' > b; diff -t a b; diff -T a b

### no permission @1000
diff dir/b.log words; echo $?

### wrong options
diff -Q a b; echo $?; diff a b c; echo $?; diff -U x words other; echo $?

### many lines
seq 3000 > a; sed '1000d; 2000s/.*/x/; 2500a y' a > b; diff a b
