### fields
awk '{print $1}' fields; awk '{print $2, $1}' fields; awk '{print $NF}' hosts; awk '{print NF}' hosts; awk '{print $(NF-1)}' fields

### separator
awk -F: '{print $1, $3}' /etc/passwd; awk -F , '{print $2}' table.csv; awk -F: '$3 >= 1000 {print $1}' /etc/passwd

### separators of several letters
echo 'a::b::c' | awk -F:: '{print $2, NF}'; echo 'a1b22c' | awk -F '[0-9]+' '{print $1 $2 $3}'; echo 'a|b|c' | awk -F'|' '{print $2}'; echo 'a.b.c' | awk -F. '{print $2}'; echo 'a||b' | awk -F'||' '{print NF}'

### separator of a tab
awk -F '\t' '{print $2}' tabs; awk -F'\t' -v OFS=, '{$1=$1; print}' tabs; awk 'BEGIN{FS="\t"} {print $3}' tabs

### separator of a space and an empty one
echo '  a   b  ' | awk '{print NF, $1}'; echo '  a   b  ' | awk -F'[ ]' '{print NF}'; echo abc | awk -F '' '{print NF, $2}'; echo abc | awk -v FS= '{print $3}'

### the separator holds for the next record
printf 'a:b\nc:d\n' | awk '{FS=":"; print $1}'; printf 'a:b\nc:d\n' | awk 'BEGIN{FS=":"}{print $1}'

### patterns
awk '/an/' words; awk '!/an/' words; awk 'NR==2' words; awk 'NR%2' ten; awk 'length($0)>4' words; awk '$1=="bob"' FS=, table.csv; awk 'NR==2, NR==4' words

### ranges of patterns
awk '/apple/,/fig/' words; awk '/BEGIN/,/nothing/' words; awk '/fig/,/fig/' words; awk 'NR==2,NR==1' ten

### begin and end
awk 'BEGIN {print "start"} END {print "end", NR}' words; awk 'BEGIN {print 1} BEGIN {print 2}'; awk 'END {print $0, NF}' words; awk 'BEGIN {print NR, NF, $0 "|"}'

### variables
awk -v x=5 'BEGIN {print x, x+1, x "a"}'; awk -v x='a\tb' 'BEGIN {print x}'; awk '{print x}' x=1 other x=2 other; awk -v n=2 'NR==n' words

### numbers and strings
awk 'BEGIN {print 1+1, 1 " " 1, "3x"+1, "x"+1, -"3", 1/3, 100000*100000, 0.1+0.2}'; awk 'BEGIN {print 2147483647+1, 1e6, 1e20}'

### output of numbers
awk 'BEGIN {print 3.0, 3.10, 1234567.891, 0.000001234, 123456789, 1e15, 1e16, 1e18, 1e19, -0, 017, 0x11, .5}'

### OFMT and CONVFMT
awk 'BEGIN {OFMT="%.2f"; print 3.14159, 3.14159 ""; CONVFMT="%.3f"; print 3.14159 "", 17 ""; a[0.1+0.2]=1; for (k in a) print k}'

### comparing
echo '10 9 abc 010' | awk '{print ($1>$2), ($1>$3), ($1=="10"), ($4==10), ($1<"9")}'; awk 'BEGIN {print (10<9), ("10"<"9"), ("a"<"b"), (1=="1"), ("1"==1.0), (x==0), (x=="")}'

### comparing input
printf '1.0 1\n0x10 16\n+5 5\n 1e2 100\nabc abc\n' | awk '{print ($1==$2)}'; echo '' | awk '{print ($1==0), ($1==""), (NF==0)}'; echo 'a' | awk '{print ($2==0), ($2=="")}'

### booleans
awk 'BEGIN {if (0) print "a"; if ("0") print "b"; if ("") print "c"; if (x) print "d"; if (!x) print "e"; if (0.0) print "f"}'; echo 0 | awk '{if ($1) print "yes"; else print "no"}'; echo ' 0 ' | awk '{if ($0) print "yes"; else print "no"}'

### logic
awk 'BEGIN {print 1&&0, (1 || x), 1&&"a"; print !x} function f() {x = 5; return 1} BEGIN {y = 1 || f(); y = x && f(); print x "|"}'

### arithmetic
awk 'BEGIN {print 7%3, -7%3, 7.5%2, 7/2, int(7/2), int(-3.7)}'; awk 'BEGIN {x=5; x+=2; print x; x-=1; print x; x*=3; print x; x/=2; print x; x%=4; print x}'

### steps
awk 'BEGIN {x=5; print x++, x, ++x, x--, --x; print x++ + ++x; y[1]++; print y[1]++, y[1]; print -x, +x, !x}'

### concatenation
awk 'BEGIN {a="x"; b="y"; print a b, a b 1+1, 1 2, "a" -1, 1 " " -1, (1)(2)}'; awk 'BEGIN {x="A"; x=x "B" x; print x; print "a" > "/dev/stdout"}'

### choice
awk 'BEGIN {print 1?"a":"b", 0?"a":"b", 1?0?"x":"y":"z"; x = 5 > 3 ? "big" : "small"; print x}'

### precedence
awk 'BEGIN {print 1+2*3, (1+2)*3, 1-2-3, 2*3%4, 1<2, 1 2==12, -1-1, 1 - 1 " " 2}'

### matching
awk '$1 ~ /^a/' words; awk '$0 !~ /a/' words; awk 'BEGIN {print "abc" ~ "b", "abc" ~ /^b/, "a.c" ~ "a\\.c", "abc" ~ "a\\.c"}'; awk '{if (/fig/) n++} END {print n}' words

### regular expressions
printf 'aab\nab\nb\nfoo.bar\n' | awk '/^a+b$/'; printf 'aab\nab\nb\n' | awk '/^(aa|b)/'; printf 'a/b\n' | awk '/a\/b/'; printf 'a\tb\n' | awk '/\t/'; printf 'aaa\n' | awk '/^a{3}$/'; printf 'x1\n' | awk '/[[:alpha:]][[:digit:]]/'; printf 'a.b\nacb\n' | awk '/a\.b/'; printf 'a\\b\n' | awk '/\\/'

### dynamic regular expressions
awk -v p='^a' '$0 ~ p' words; awk 'BEGIN {r="[0-9]+"; if ("a12" ~ r) print "yes"; s="a+"; print match("baaa", s), RSTART, RLENGTH}'

### arrays
awk 'BEGIN {a["x"]=1; a["y"]=2; print a["x"]+a["y"], a["z"] "|", length(a); delete a["x"]; print ("x" in a), ("y" in a); delete a; print length(a)}'; awk '{n[$1]++} END {for (k in n) print k, n[k]}' words

### the order of elements
awk 'BEGIN {for (i=0;i<20;i++) a[i]=i; for (k in a) printf "%s ", k; print ""; for (i=0;i<10;i++) a["key" i]=i; for (k in a) printf "%s ", k; print ""; delete a[3]; a[3]; for (k in a) printf "%s ", k; print ""}'

### the order of many elements
awk 'BEGIN {for (i=0;i<3000;i++) a["k" i*7]=i; n=0; for (k in a) if (n++<20) printf "%s ", k; print ""; for (i=0;i<600;i++) b[i]; n=0; for (k in b) if (n++<20) printf "%s ", k; print ""}'

### several subscripts
awk 'BEGIN {a[1,2]=3; for (k in a) {split(k, p, SUBSEP); print p[1], p[2]}; print ((1,2) in a), ((2,1) in a); SUBSEP=":"; a["x","y"]=1; for (k in a) if (k ~ /:/) print k}'

### membership makes nothing
awk 'BEGIN {if ("a" in x) print "yes"; print length(x); if (x["a"]=="") print "empty"; print length(x); if ("a" in x) print "now"}'

### deleting in a loop
awk 'BEGIN {for (i=1;i<=5;i++) a[i]; for (k in a) delete a[k]; print length(a)}'

### loops
awk 'BEGIN {for (i=0;i<3;i++) print i; while (i>0) {i--; if (i==1) continue; print "w" i}; do {print "d"; i++} while (i<2); for (;;) {if (++j>3) break}; print j}'

### nested loops
awk 'BEGIN {for (i=0;i<3;i++) {for (j=0;j<3;j++) {if (j==1) break; print i, j}; if (i==1) break}}'

### if and else
awk '{if ($1 ~ /a/) print "a"; else if ($1 ~ /f/) print "f"; else print "other"}' words; awk 'BEGIN {if (1) {print "x"} else print "y"
if (0)
  print "p"
else
  print "q"}'

### semicolons and newlines
awk 'BEGIN { x = 1
y = 2 ; print x,
y
if (x)

print "z" ; ; }
# comment
END { } ' < /dev/null; awk 'BEGIN{if(1);else print 1;print 2}'; awk 'BEGIN { print 1 } ; BEGIN { print 2 }'

### a line that goes on
awk 'BEGIN { print 1 + \
2; x = "a" \
"b"; print x }'

### functions
awk 'function f(x) {return x*2} BEGIN {print f(3), f(f(2))}'; awk 'function fact(n) {return n<=1 ? 1 : n*fact(n-1)} BEGIN {print fact(10), fact(20)}'; awk 'func g(a, b) {return a b} BEGIN {print g("x"), g("x","y") "|"}'

### local variables
awk 'function f(a,  i) {i=5; a=6; return} BEGIN {i=1; a=2; f(a); print i, a; print f(1) "|"}'; awk 'function f(n) {x=n} BEGIN {f(3); print x}'

### arrays as arguments
awk 'function fill(a, n,  i) {for (i=1;i<=n;i++) a[i]=i*i} BEGIN {fill(sq, 3); print sq[1], sq[2], sq[3]; fill(sq, 1); print length(sq)}'; awk 'function f(a) {g(a)} function g(b) {b["k"]=1} BEGIN {f(z); print length(z)}'

### recursion
awk 'function fib(n) {return n<2?n:fib(n-1)+fib(n-2)} BEGIN {print fib(15)}'; awk 'function d(n) {if (n>0) d(n-1); else print "bottom"} BEGIN {d(200)}'; awk 'function h(n,a,b,c) {if (n==0) return 0; return h(n-1,a,c,b)+1+h(n-1,c,b,a)} BEGIN {print h(5,"a","b","c")}'

### functions before they are declared
awk 'BEGIN {print f(2)} function f(x) {return x+1}'; awk 'BEGIN {f(2)}'; echo $?

### printf
awk 'BEGIN {printf "%s %d %5.2f|%-5s|%5s|%05d|%x|%o|%c%c|%e|%g|%i|%%\n", "a", 42.9, 3.14159, "ab", "cd", 42, 255, 8, 65, "xyz", 12345.678, 0.0001, 7}'

### printf, more
awk 'BEGIN {printf "%s\n"; printf "%d %s|\n", "3x"; printf("%s-%s\n", "a", "b"); printf "no newline"; printf "\n%s %s\n", 1e6, 0.1; printf "%c|\n", ""}' | od -c

### printf, integers
awk 'BEGIN {printf "%d %d %d %x %u\n", 2147483647, 2147483648, -5, -1, -1; printf "%+d % d %.3d %#x %#o\n", 5, 5, 5, 255, 8; printf "%5.1s|%.0f|%.10g\n", "xyz", 2.5, 1/3}'

### printf with a star
awk 'BEGIN {printf "%*d\n", 5, 42}'; echo $?

### wrong formats
awk 'BEGIN {printf "%z\n", 1}'; echo $?; awk 'BEGIN {printf}'; echo $?; awk 'BEGIN {printf "%"; printf "%5"; printf "a%\n"}'

### sprintf
awk 'BEGIN {x = sprintf("%03d-%s", 7, "a"); print x, length(x); print sprintf("%c", 256+65), sprintf("%s")}'

### length
awk '{print length, length(), length($0), length($1)}' other; awk 'BEGIN {print length("abc"), length(12345), length("")}'; echo grüße | awk '{print length($0)}'; awk '{ if (length > 5) print }' words; awk 'BEGIN{x="abc"; print length x}'

### substr
awk 'BEGIN {s="hello"; print substr(s,2), substr(s,2,3), substr(s,0), substr(s,-1), substr(s,-1,3), substr(s,0,2), substr(s,10) "|", substr(s,2,100), substr(s,2,0) "|", substr(s,2,-1) "|", substr(s,1.5,2.7), substr(12345,2,2)}'

### index and case
awk 'BEGIN {print index("hello","l"), index("hello","x"), index("hello",""), toupper("abC1ü"), tolower("ABc1Ü"), index(12345,34)}'

### split
awk 'BEGIN {n=split("a b  c", p); print n, p[1], p[3]; n=split("a:b:c", p, ":"); print n, p[2]; n=split("", p); print n, length(p); n=split("a1b22c", p, /[0-9]+/); print n, p[3]; n=split("abc", p, ""); print n, p[2]; n=split(" a b ", p, " "); print n, p[1]; n=split("a.b", p, "."); print n}'

### split gives numbers
awk 'BEGIN {split("10 9", p); print (p[1]>p[2]); split("a,b,", q, ","); print length(q), q[3] "|"; split("xaxbx", r, "x"); print r[1] "|" r[2] "|" r[4] "|"}'

### sub and gsub
awk 'BEGIN {s="hello"; print sub(/l/,"L",s), s; print gsub(/l/,"[&]",s), s; print gsub(/x/,"y",s), s; t="aaa"; print gsub(/a/,"b&b",t), t; u="path/to"; gsub("/","\\/",u); print u; v="a&b"; gsub(/&/,"and",v); print v; w="abc"; gsub(/b/,"\\&",w); print w; z="abc"; gsub(/b/,"\\\\&",z); print z}'

### gsub of the record
echo 'foo bar foo' | awk '{n=gsub(/foo/,"x"); print n, $0, NF}'; echo 'a b c' | awk '{sub(/b/,"x y"); print NF, $2}'; echo 'a b c' | awk '{gsub(/[a-c]/,"<&>",$2); print}'; echo aaa | awk '{print gsub(/^a/,"b"), $0}'

### gsub of empty matches
awk 'BEGIN {s="abc"; gsub(/x*/,"-",s); print s; s="abcb"; gsub(/b*/,"X",s); print s; s=""; print gsub(/^/,"a",s), s; s="abc"; gsub(/$/,"!",s); print s; s="abc"; gsub(//,"-",s); print s}'

### gensub
awk 'BEGIN {s="hello world"; print gensub(/o/,"0","g",s); print gensub(/o/,"0",1,s); print gensub(/o/,"0",2,s); print gensub(/(l+)o/,"[\\1]","g",s); print s; print gensub(/(h)(e)/,"\\2\\1\\0",1,s)}'

### match
awk 'BEGIN {print match("foobar",/o+/), RSTART, RLENGTH; print match("foobar",/x/), RSTART, RLENGTH; print match("abc","c$"), RSTART; if (match("key=val",/=.*/)) print substr("key=val",RSTART+1,RLENGTH-1)}'

### setting fields
echo 'a b c' | awk '{$2="X"; print; print NF}'; echo 'a b c' | awk '{$5="e"; print; print NF}'; echo 'a b c' | awk -v OFS=- '{$1=$1; print}'; echo 'a b c' | awk -v OFS=- '{print $0; $3=""; print; print NF}'

### setting NF and the record
echo 'a b c d' | awk '{NF=2; print; print $0}'; echo 'a b' | awk '{NF=4; print $0 "|"; $0="x y z"; print NF, $2}'; echo 'a b c' | awk -v OFS=, '{NF=NF; print}' ; echo 'a b c' | awk '{$0=toupper($0); print $2}'

### records
printf 'a;b;c' | awk -v RS=';' '{print NR ": " $0}'; printf 'a;b;c;' | awk 'BEGIN{RS=";"} {print}'; printf 'a\nb' | awk '{print}'; printf 'aXXbXc' | awk -v RS='X+' '{print $0, RT}'

### paragraphs
printf 'a\nb\n\n\nc d\ne\n' | awk -v RS= '{print NR ": " $1 "-" $NF, NF}'; printf '\n\na\nb\n\nc\n' | awk 'BEGIN{RS="";FS="\n"} {print $1 "," $2; print NF}'; printf 'a:b\nc:d\n\ne\n' | awk -v RS= -F: '{print NF, $2}'

### ORS and OFS
awk -v ORS=' ' '{print $1}' other; echo; awk -v OFS=- '{print $1, "x"}' other; awk 'BEGIN{OFS=":"; ORS="!\n"; print "a", "b"}'

### NR, FNR, FILENAME
awk '{print NR, FNR, FILENAME, $0}' other sorted; awk 'FNR==1 {print FILENAME}' words other; awk 'END {print FILENAME, NR}' words; echo x | awk '{print FILENAME "|"}'; awk 'BEGIN {print FILENAME "|"}' words

### joining two files
awk 'NR==FNR {seen[$1]=1; next} $1 in seen' sorted other; awk -F, 'NR==FNR {a[$1]=$2; next} {print $0, ($1 in a)}' table.csv words | head -n 3

### next and nextfile
awk '/an/ {next} {print}' words; awk 'FNR==2 {nextfile} {print FILENAME, $0}' words other

### exit
awk 'NR==2 {exit} {print}' words; awk 'BEGIN {exit 3} END {print "end"}'; echo $?; awk '{exit 4} END {exit}' words; echo $?; awk 'BEGIN {exit} {print}' words; echo $?; awk 'END {exit 300}' other; echo $?

### uninitialized
awk 'BEGIN {print x+0, x "", length(x); x[1]; print length(x)}'; awk '{s+=$2} END {print s}' fields; awk '{s+=$1; n++} END {print s/n}' numbers

### getline
awk 'BEGIN {while ((getline line < "other") > 0) print "got", line; close("other"); getline line < "other"; print line}'; awk 'NR==1 {getline; print "second:", $0, NR}' words; awk 'NR==1 {getline x; print x, $0, NR}' words; awk 'BEGIN {print (getline < "nosuch")}'

### getline from a command
awk 'BEGIN {"echo hi" | getline x; print x; "echo a b" | getline; print $2, NF, NR; while (("seq 3" | getline n) > 0) s += n; print s; print close("seq 3")}'; awk 'BEGIN {cmd = "exit 3"; cmd | getline; print close(cmd)}'

### getline from the input
seq 5 | awk 'BEGIN {getline; print "first", $0} {print}'; seq 4 | awk '{getline y; print $0, y}'; seq 3 | awk '{while ((getline line) > 0) last = line} END {print last, NR}'

### output to files
awk '{print > ($1 ".out")}' other; cat banana.out; awk '{print $0 > "all"} END {close("all"); while ((getline l < "all") > 0) n++; print n}' words; awk 'BEGIN {print "x" >> "all"; print "y" >> "all"}'; tail -n 2 all; awk 'BEGIN {printf "%s\n", "z" > "new"}'; cat new

### output to commands
awk '{print | "sort"} END {print "done"}' other words | tail -n 5; awk 'BEGIN {print "b\na" | "sort"; close("sort"); print "after"}'; awk 'BEGIN {print "to cat" | "cat 1>&2"}' 2>&1

### output to standard error
awk 'BEGIN {print "err" > "/dev/stderr"; print "out"}' 2> e; cat e; awk 'BEGIN {print "x" > "/dev/stdout"; printf "y\n" > "/dev/stdout"}'

### system
awk 'BEGIN {system("echo hi"); print system("exit 3"); print "before"; system("echo middle"); print "after"}'; awk 'BEGIN {print system("")}'

### environment
A=5 awk 'BEGIN {print ENVIRON["A"], ENVIRON["HOME"], (ENVIRON["A"]==5.0), ENVIRON["nosuch"] "|"}'

### arguments
awk 'BEGIN {print ARGC; for (i=0;i<ARGC;i++) print i, ARGV[i]}' a b=c d; awk 'BEGIN {ARGV[1]="other"} {print}' nosuch; awk 'BEGIN {ARGC=1} {print}' nosuch < other; awk '{print FILENAME}' other ''

### bits
awk 'BEGIN {print and(12,10), or(12,10), xor(12,10), lshift(1,4), rshift(16,2), compl(0)}'

### random numbers
awk 'BEGIN {print rand(), rand(), rand()}'; awk 'BEGIN {srand(5); print rand(); print srand(7), srand(0); print rand(), int(rand()*100)}'; awk 'BEGIN {srand(123456789); for (i=0;i<40;i++) x=rand(); print x}'

### times
TZ=UTC awk 'BEGIN {print strftime("%Y-%m-%d %H:%M:%S", 86400), mktime("1970 01 02 00 00 00"), mktime("x"), mktime("2020 13 01 00 00 00"), strftime("%a %j", 0)}'

### ignoring case
awk -v IGNORECASE=1 '/APPLE/' words; awk 'BEGIN {IGNORECASE=1; print ("a"=="A"), index("abc","B"); s="aA"; gsub(/a/,"x",s); print s}'

### a program file
printf '# comment\nBEGIN { FS = ":" }\n$3 > 0 { print $1 }\n' > p.awk; awk -f p.awk /etc/passwd; printf 'function f(x) {return x+1}\n' > f.awk; printf 'BEGIN {print f(1)}\n' > b.awk; awk -f f.awk -f b.awk; awk -f nosuch; echo $?

### program texts with -e
awk -e 'BEGIN {print 1}' -e 'BEGIN {print 2}'

### missing files
awk '{print}' nosuch; echo $?; awk '{print}' other nosuch; echo $?; awk 'BEGIN {print "x"}' nosuch; echo $?; awk '{print}' dir; echo $?

### files that cannot be written
awk 'BEGIN {print "x" > "nosuch/y"}'; echo $?; awk 'BEGIN {print "x" > "dir"}'; echo $?

### wrong programs
awk 'BEGIN {print (1}'; echo $?; awk '{print'; echo $?; awk 'BEGIN {x = }'; echo $?; awk '{a b c'; echo $?; awk 'BEGIN {if}'; echo $?; awk '@'; echo $?; awk 'BEGIN {"abc'; echo $?; awk '/abc'; echo $?; awk 'BEGIN'; echo $?; awk '}'; echo $?

### more wrong programs
awk 'BEGIN {break}'; echo $?; awk 'function f(x) {} function f(y) {}'; echo $?; awk 'BEGIN {substr("a")}'; echo $?; awk 'BEGIN { x = 1 +
+ }'; echo $?; awk 'BEGIN {print 1
print )}'; echo $?

### division by zero
awk 'BEGIN {print 1/0}'; echo $?; awk 'BEGIN {print 1%0}'; echo $?; awk 'BEGIN {
x = 0
print 5/x}'; echo $?

### negative fields
awk '{print $(-1)}' other; echo $?; awk '{NF=-1}' other; echo $?

### no program
awk; echo $?; awk -F :; echo $?; awk -v; echo $?; awk -v x 'BEGIN {}'; echo $?; awk -Q '{print}'; echo $?

### empty programs
awk '' words; echo $?; awk '{}' words; awk 'BEGIN {}'; awk ';'; echo $?; awk '1' other; awk '0' other; awk '"a"' other; awk '""' other

### no newline at the end, binary
awk '{print NR, $0}' nonl; printf 'a\0b\nc\n' | awk '{print NR, $0}' | od -c; printf 'a\377b\n' | awk '{print length($0), toupper($0)}' | od -c

### UTF-8 is bytes
awk '{print length($1), substr($1,1,2)}' utf8 | od -c | head -n 2; echo äöü | awk -F ö '{print $1, $2}'; printf 'à b\n' | awk '{print NF, $2}'

### long lines
head -c 100000 /dev/zero | tr '\0' x | awk '{print length($0)}'; seq 5000 | awk '{s+=$1} END {print s}'; seq 300 | tr '\n' ' ' | awk '{print NF, $300}'

### columns
ls -l words other | awk '{print $5, $NF}'; awk -F: '{printf "%-10s %5d\n", $1, $3}' /etc/passwd; awk '{c[length($0)]++} END {for (i=0;i<10;i++) if (i in c) print i, c[i]}' words

### typical one-liners
awk '!seen[$0]++' words; awk '{a[NR]=$0} END {for (i=NR;i>0;i--) print a[i]}' words; awk 'NR>1 {print prev} {prev=$0}' other; awk '{$1=""; print substr($0,2)}' fields; awk 'length > max {max=length; line=$0} END {print line}' words; awk 'BEGIN{while(i<3)print i++}'; awk 'NF' words; awk '{print NR": "$0}' other

### sums by key
awk '{t[$1]+=$2; n[$1]++} END {for (k in t) print k, t[k], t[k]/n[k]}' fields; awk -F, 'NR>1 && $2>10 {s+=$2} END {printf "total %d\n", s}' table.csv

### regular expressions that are values
awk '{x = /an/; print x}' words | head -n 3; awk '/a/ && /n/' words; awk '!/a/ || /pear/' words; awk '{print /an/ ? "y" : "n"}' words | head -n 2; echo 5 | awk '{print /5/ + 1}'

### strings with escapes
awk 'BEGIN {print "a\tb\"c\\d\/e\101\x41\z"; print "\e[1m" "x"}' | od -c

### numbers in odd forms
echo '1e3 0x1f 010 1. .5 +3 -4 1e 0x' | awk '{for (i=1;i<=NF;i++) printf "%s ", $i+0; print ""}'; awk 'BEGIN {print 1e3, 0x1F, 1., 1e-2, "1e2"+0, "0x10"+0, "010"+0, " 12 "+0}'

### large numbers
awk 'BEGIN {print 9007199254740992, 9223372036854775807, 123456789012, 1e9*10, 99999999999999999999; printf "%d\n", 1e10; x=2147483648; print x, int(x)}'

### infinities
awk 'BEGIN {x=1e308*10; print x, -x, x-x; if (x>1) print "big"; printf "%d %f %s\n", 1e308*10, x, x}' | sed s/-nan/nan/

### print with parentheses
awk 'BEGIN {print("a","b"); print ("a")("b"); print (1,2) in x; print("a") > "/dev/stdout"; print (1)+2; print(1>2)?"y":"n"}'

### print with comparisons
awk 'BEGIN {print (1>2), (2>1); print 1==1, 1!=1, "a"<"b"}'; awk '{print $1 > "f"; print $1 ~ /a/}' other; cat f

### in operator and loops
awk 'BEGIN {a["x"]; for (k in a) print k; if (("x" in a) && !("y" in a)) print "ok"; print "x" in a, "q" in a; for (i = 0; i in b || i < 2; i++) print i}'

### getline and operators
awk 'BEGIN {while ("echo 1; echo 2" | getline x) print x; "echo " "joined" | getline y; print y; if ((getline line < "other") == 1) print line; getline z < "oth" "er"; print z}'

### closing and reading again
awk 'BEGIN {for (i=0;i<2;i++) {while ((getline l < "other") > 0) n++; close("other")}; print n; print close("nothing")}'; awk 'BEGIN {print "x" > "t"; close("t"); getline y < "t"; print y}'

### uninitialized arguments become arrays
awk 'function add(arr, v) {arr[v]=v} function more(a) {add(a, "b")} BEGIN {add(list,"a"); more(list); print length(list), list["b"]; more(new); print length(new)}'

### changing FS by a variable on the command line
awk '{print $1}' FS=: /etc/passwd FS=, table.csv | head -n 6

### substitution with special characters
echo 'a.b.c' | awk '{gsub(/\./,"-"); print}'; echo 'a+b' | awk '{sub("\\+","plus"); print}'; echo 'a\b' | awk '{gsub(/\\/,"/"); print}'; echo 'x' | awk '{sub(/x/,"a\\\\b"); print}'; echo "it's" | awk '{gsub("\047","Q"); print}'; echo 'a"b' | awk '{gsub(/"/,"\\\""); print}'

### assigning in conditions
awk 'BEGIN {if (x = 5) print x; while ((y = y + 1) < 3) print y; a = b = 7; print a, b; print c = 3; print (d += 2) d}'

### delete of everything and parts
awk 'BEGIN {a[1];a[2];a[3]; delete a[2]; for (k in a) printf "%s ", k; delete a; print length(a)}'

### unary operators
awk 'BEGIN {print -"3x", +"4y", - -5, !-1, 2--1, 1 - -1, -3 " " -4; x = -2; print x^2, -x^2}'
