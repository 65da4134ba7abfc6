### lines
grep an text words; grep the text

### exit codes
grep apple words > /dev/null; echo $?; grep nothing words; echo $?; grep x nosuch; echo $?; grep -q apple nosuch words; echo $?

### several files
grep foo text dir/b.log dir/c/deep.txt | head -n 5; grep -h foo text dir/b.log

### file name always
grep -H apple words; grep -H apple < words

### line numbers
grep -n apple words; grep -n foo text dir/b.log

### count
grep -c apple words; grep -c apple words other; grep -vc apple words; grep -c x empty

### inverted
grep -v a words; grep -vn a words

### ignoring case
grep -i banana words; grep -i 'the' text; grep -ic THE text

### only names
grep -l apple words other text; grep -L apple words other text; grep -l nothing words; echo $?; grep -L apple words; echo $?

### only the matching part
grep -o 'o[a-z]' text; grep -on 'an' words other; grep -o 'x*' words; echo $?; grep -oi 't[a-z]*' text

### whole words
grep -w foo text; printf 'foobar\nfoo bar\nbar_foo\nfoo\n' | grep -w foo; printf 'a-b\nab\n' | grep -w a; printf 'xfoo foo\n' | grep -w foo

### whole lines
grep -x apple words; grep -x appl words; echo $?; grep -xv apple words

### fixed strings
grep -F 'foo.bar[0]' text; grep -F . text; grep -F 'a
c' words; fgrep '[0]' text

### extended
grep -E 'apple|fig' words; grep -E '(an)+' words; grep -E '^.{4}$' words; grep -E 'o{2}|x+' text; egrep '^(a|f)' words

### basic
grep 'an\{1,\}a' words; grep '\(an\)\1' words; grep 'a\|b' words; grep 'a+' words; echo $?; grep 'p\+' words; grep 'x\?y' text

### anchors
grep '^a' words; grep 'e$' words; grep '^$' words; grep -n '^' other; grep 'a^' words; grep -c '$' words

### brackets
grep '[aB]n' words; grep '[^a-z]' words; grep '[[:upper:]]' text; grep '[[:space:]]' tabs | head -n 1; grep '[]a]pp' words; grep '[a-' words; echo $?

### back references and word boundaries
grep -E '(.)\1' words; grep '\<foo\>' text; grep '\bfoo\b' text; grep 'foo\W' text; grep '\w\+=\w\+' text

### several patterns
grep -e apple -e fig words; printf 'fig\nche\n' > pats; grep -f pats words; grep -f pats -e pear words; grep 'apple
pear' words

### an empty pattern
grep -c '' words; grep '' empty; echo $?; grep -e '' other; printf '' > none; grep -f none words; echo $?

### patterns that look like options
printf -- '-x\n' | grep -e -x; printf -- '-x\n' | grep -- -x

### after
grep -A 1 apple words; grep -A1 jumps text

### before
grep -B 1 fig words; grep -B1 THE text

### around
grep -C 1 cherry words; grep -1 cherry words; grep -C1 -n cherry words; grep -A1 -n foo text dir/b.log

### groups
grep -A 1 -n apple ten words; seq 20 | grep -A1 -e 3 -e 9; seq 20 | grep -B1 -A1 -n 5

### recursive
grep -r foo dir | sort | head -n 3; grep -rn 'here' dir; grep -rl foo dir | sort; grep -r foo dir/b.log

### recursive, here
cd dir; grep -rl foo | sort; grep -rl foo . | sort; grep -rc alpha | sort

### recursive and links
grep -rl apple . | sort; grep -Rl apple . 2>&1 | sort; grep -r apple dirlink; grep -rl alpha dir dirlink | sort

### recursive, with names that match
grep -r --include='*.txt' foo dir | head -n 1; grep -rl --exclude='*.txt' foo dir

### at most
grep -m 1 a words; grep -m2 -n a words; grep -m 1 -c a words; grep -m 1 a words other

### quiet
grep -q apple words; echo $?; grep -q nothing words; echo $?

### no messages
grep -s x nosuch; echo $?; grep -s apple nosuch words; echo $?

### a folder
grep x dir; echo $?; grep x dir words; echo $?

### standard input
echo hello | grep ell; echo hello | grep ell -; echo hello | grep ell words -; echo $?

### no newline at the end
grep no nonl; printf 'abc' | grep -o b; printf 'a\nb' | grep b

### binary
grep -c . bytes; printf 'a\0b\n' | grep a; printf 'a\0b\n' | grep -a b | od -c; printf 'a\377b\n' | grep 'a.b' | od -c

### NUL lines
printf 'ab\0cd\0' | grep -z c | od -c; printf 'ab\0cd\0' | grep -zc b

### UTF-8
grep 'ü' utf8; grep -o 'ï..' utf8; grep -c 'gr..e' utf8; grep 'gr...e' utf8

### a wrong expression
grep '\(' words; echo $?; grep -E '(' words; echo $?; grep -E '*a' words; echo $?; grep 'a\{1' words; echo $?; grep '[[:foo:]]' words; echo $?

### no pattern
grep; echo $?; grep -n; echo $?

### no such option
grep -Q x words; echo $?

### whole words and parts
grep -ow 'foo' text; echo 'foo foobar foo' | grep -ow foo; echo 'aXbXc' | grep -o '[a-c]'

### several words in a line
grep -n -o -b an words; grep -b fig words

### star first
printf 'a*b\nab\n' | grep '*b'; printf 'a*b\nab\n' | grep 'a\*b'; printf '^a\n' | grep '\^a'

### options together
grep -inH apple words; grep -vnx apple words; grep -rnoE 'f[o]+' dir | sort | head -n 2; grep -lr alpha dir; grep -cv x words other

### no file name with -h
grep -hn foo text dir/b.log; grep -hc foo text dir/b.log; grep -hr alpha dir

### longest of the alternatives
echo abcd | grep -oE 'a|ab|abc'; echo foobar | grep -oE 'foo|foobar'; echo xyz | grep -oE 'x*|xy'

### long lines
head -c 100000 /dev/zero | tr '\0' a | grep -c a; head -c 50000 /dev/zero | tr '\0' a | grep -o a | wc -l

### intervals
echo aaaa | grep -oE 'a{2}'; echo aaaa | grep -oE 'a{3,}'; echo aaaa | grep -oE 'a{1,3}'; echo 'a{2}' | grep -E 'a{,2}'; echo aaaa | grep -oE 'a{0}'; echo $?

### files and no permission @1000
grep x secret words; echo $?; grep -r beta dir; echo $?
