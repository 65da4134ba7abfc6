cd /tmp; printf "a\nb\nc\nd\ne\nf\ng\n" > one; sed "s/c/C/; s/f/F/" one > two
printf -- '--- one\n+++ one\n@@ -1,7 +1,7 @@\n a\n b\n-c\n+C\n d\n e\n-f\n+F\n g\n' > d
### a change
patch < d; echo $?; cmp one two

### named file
cp one f; patch f < d; cmp f two; cp one f; patch f d; cmp f two; cp one f; patch -i d f; cmp f two

### already applied
patch two < d; echo $?; patch -N two < d; echo $?; cat two

### reversed
patch -R two < d; echo $?; cmp one two

### dry run
patch --dry-run < d; echo $?; cat one

### stripped names
mkdir -p s; cp one s/f; sed 's,^\(---\|+++\) one,\1 x/s/f,' d > e; patch -p1 < e; echo $?; cmp s/f two; cp one f; patch < e; cmp f two; patch -p0 < e; echo $?

### too deep
mkdir -p s; cp one f; sed 's,^\(---\|+++\) one,\1 x/s/f,' d > e; patch -p5 < e; echo $?

### a new file
printf -- '--- /dev/null\n+++ new\n@@ -0,0 +1,2 @@\n+x\n+y\n' > e; patch < e; echo $?; cat new; patch < e; echo $?

### a new file in a new folder
printf -- '--- /dev/null\n+++ b/sub/dir/new\n@@ -0,0 +1 @@\n+x\n' | patch -p1; echo $?; cat sub/dir/new

### a removed file
printf -- '--- one\n+++ /dev/null\n@@ -1,7 +0,0 @@\n-a\n-b\n-c\n-d\n-e\n-f\n-g\n' > e; cp one two; patch < e; echo $?; ls one; patch -E < e; ls one

### missing file
patch nosuch < d; echo $?; patch -i nosuch; echo $?

### moved lines
(echo 0; echo 00; cat one) > f; patch f < d; echo $?; cat f

### spoilt
sed 's/c/Z/' one > f; patch f < d; echo $?; cat f; ls f*

### several files
cp one two; (cat d; sed 's/one/two/' d) | patch; echo $?; cmp one two; head -n 3 one

### several hunks
seq 1 40 > f; sed 's/^5$/five/; s/^30$/thirty/' f > g; diff -u f g > e; patch f < e; echo $?; cmp f g

### one hunk of several fails
seq 1 40 > f; sed 's/^5$/five/; s/^30$/thirty/' f > g; diff -u f g > e; sed -i 's/^30$/x/' f; patch f < e; echo $?; grep -n five f

### garbage
echo garbage | patch; echo $?; patch < empty; echo $?

### text around
(echo "From: me"; echo; cat d; echo "-- "; echo 2.3) | patch; echo $?; cmp one two

### short hunk
printf -- '--- one\n+++ one\n@@ -1,2 +1,2 @@\n a\n-x\n+y\n' | patch; echo $?

### cut hunk
head -n 6 d | patch; echo $?; cat one

### really
printf -- '--- one\n+++ one\n@@ -1,0 +1,0 @@\n' | patch; echo $?

### no permission @1000
cd /tmp; patch /w/words < /dev/null; cp /w/words mine; printf -- '--- w\n+++ w\n@@ -1,3 +1,2 @@\n-pear\n apple\n fig\n' | patch mine; echo $?; head -n 2 mine

### mode is kept
chmod 750 one; patch < d; stat -c %a one
