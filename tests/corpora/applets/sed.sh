### substitute
sed s/an/AN/ words; sed 's/an/AN/g' words | sed -n 5p

### the second match
echo aaaa | sed 's/a/b/2'; echo aaaa | sed 's/a/b/3g'; echo aaaa | sed 's/a/b/9'

### ignoring case
echo 'Foo foo' | sed 's/FOO/x/I'; echo 'Foo foo' | sed 's/FOO/x/gi'

### groups and the whole match
echo 'key=value' | sed 's/\(.*\)=\(.*\)/\2=\1/'; echo abc | sed 's/b/[&]/'; echo abc | sed 's/b/\&/'; echo abc | sed -E 's/(a)(b)(c)/\3\2\1\0/'

### another delimiter
echo /usr/bin | sed 's,/,:,g'; echo a/b | sed 's|/|\||'; echo a,b | sed 's,\,,;,'

### newlines in the replacement
echo a,b | sed 's/,/\n/'; echo a,b | sed 's/,/\
/'; echo 'a b' | sed 's/ /\t/'

### case changes are not known
echo abc | sed 's/b/\U&/'

### only print
sed -n 2p words; sed -n '2,4p' words; sed -n '$p' words; sed -n '/an/p' words; sed -n 's/an/AN/p' words

### print twice
sed 2p other; sed -n 'p;p' other

### delete
sed 1d other; sed '2,$d' words; sed '/a/d' words; sed '$d' other; sed '/^$/d' words

### not
sed '2!d' words; sed -n '/a/!p' words; sed '1!s/a/A/' words

### ranges of patterns
sed -n '/apple/,/fig/p' words; sed -n '/nothing/,/fig/p' words; sed -n '/cherry/,/nothing/p' words; sed -n '2,/fig/p' words; sed -n '/apple/,2p' words

### a range that ends before it begins
sed -n '3,1p' ten; sed -n '2,2p' ten

### line zero
sed -n '0,/apple/p' words; sed -n '1,/pear/p' words

### relative ranges
sed -n '2,+2p' ten; sed -n '/line 3/,+1p' ten

### several commands
sed -n '1p;3p' ten; sed -e 's/a/A/' -e 's/e/E/' other; sed -e 1d -e 2d ten | head -n 2; sed '1{s/b/B/;s/n/N/}' other

### blocks
sed -n '/an/{p;=}' words; sed '2,3{/apple/d}' words; sed -n '2{
p
p
}' words

### quit
sed 2q words; sed -n '2{p;q}' words; sed '/fig/q' words

### append, insert, change
sed '2a new' other; sed '2i\
new' other; sed '2c\new' other; sed '1i first' other; sed '$a last' other; sed '2,3c changed' ten | head -n 3

### append several lines
sed '1a one\
two' other; sed -e '1a\' -e '  kept' other

### change a range that is negated
sed '2!c x' other; sed '/banana/,/cherry/c y' other

### translate
echo hello | sed 'y/el/ip/'; echo 'a/b' | sed 'y,/,\n,'; echo 'a\b' | sed 'y/\\/x/'

### line numbers
sed -n '$=' words; sed = other; sed -n '/fig/=' words

### unambiguous
printf 'a\tb\\\001\377\n' | sed -n l; head -c 100 /dev/zero | tr '\0' x | sed -n l

### next
sed -n 'n;p' ten; sed 'n;d' ten; sed '$!n;s/line/LINE/' ten; sed -n '2{n;p}' ten

### next, appended
sed 'N;s/\n/+/' ten; sed '$!N;s/\n/+/' nonl; sed 'N;N;s/\n/,/g' ten; sed 'N;P;D' other

### first line of the pattern space
printf 'a\nb\nc\n' | sed -n 'N;P'; printf 'a\nb\nc\n' | sed '$!N;$!D'

### hold space
sed -n '1!G;h;$p' other; sed G other; sed -n 'H;${x;s/\n/,/g;p}' other; sed 'x;$!d' other; sed 'h;g;G' other

### exchange
printf '1\n2\n3\n' | sed -n 'x;p'; printf '1\n2\n3\n' | sed '1{h;d};$G'

### branches
echo aaa | sed ':a;s/a/b/;ta'; printf 'a\nb\n' | sed -n '/a/b end;p;:end'; echo x | sed 's/x/y/;T;s/y/z/'; echo x | sed 'b;s/x/y/'

### joining lines with a loop
sed ':a;N;$!ba;s/\n/ /g' other; printf 'a\\\nb\nc\n' | sed -e ':a' -e '/\\$/N; s/\\\n//; ta'

### read and write files
sed '1r other' ten | head -n 5; sed '$r nosuch' other; sed -n '2w new' ten; cat new; sed 's/2/TWO/w new2' ten > /dev/null; cat new2

### in place
sed -i 's/a/A/g' other; cat other; sed -i.bak 1d other; cat other other.bak; sed -i '/x/d' empty; ls -l empty | cut -c 1-10

### in place, several files
sed -i 1d words other; head -n 1 words; head -n 1 other; sed -n -i '1p' words other; cat words other

### in place keeps mode and owner
chmod 640 secret; sed -i s/top/TOP/ secret; ls -l secret | cut -c 1-34; cat secret

### in place through a link
sed -i s/pear/PEAR/ link; head -n 1 words; ls -l link | cut -c 1; head -n 1 link

### in place, missing
sed -i s/a/b/ nosuch; echo $?; sed -i s/a/b/ nosuch other; echo $?; cat other

### several files are one stream
sed -n '$p' words other; sed -n '1p;$=' words other

### missing files
sed p nosuch; echo $?; sed -n 1p nosuch other; echo $?

### a folder
sed p dir; echo $?

### a script file
printf 's/a/A/\n# comment\n\ns/e/E/g\n' > s.sed; sed -f s.sed other; printf '#n\n1p\n' > n.sed; sed -f n.sed other; sed -n -f s.sed -e p other; sed -f nosuch other; echo $?

### comments
sed '# nothing
s/a/A/ # end' other; sed '#n
1p' other

### no newline at the end
sed s/n/N/ nonl; printf 'a' | sed p; printf 'a\nb' | sed -n '$p'; printf 'a' | sed 'a b'; printf 'a' | sed G

### the last match of an address is repeated
sed -n '/an/s//AN/p' words; sed 's/a/x/;s//y/' other

### anchors and empty matches
echo abc | sed 's/^/> /'; echo abc | sed 's/$/ </'; echo abc | sed 's/x*/-/g'; echo baaac | sed 's/a*/x/g'; echo hello | sed 's/^h\(.*\)o$/[\1]/'

### star and intervals
echo aaa | sed 's/a\{2\}/x/'; echo aaa | sed -E 's/a{1,2}/x/g'; echo 'a*b' | sed 's/*/x/'; echo 'a+b' | sed 's/+/x/'; echo aab | sed 's/a\+/x/'; echo ab | sed 's/ax\?/y/'

### alternatives
echo 'cat dog' | sed 's/cat\|dog/x/g'; echo 'cat dog' | sed -E 's/(cat|dog)s?/<\1>/g'; echo abc | sed -r 's/a|b/x/'

### classes and word edges
echo 'a1 b2' | sed 's/[[:digit:]]//g'; echo 'foo bar' | sed 's/\bb/B/'; echo 'foo  bar' | sed 's/\s\+/ /'; echo 'foo bar' | sed 's/\w\+/x/2'; echo 'a]b' | sed 's/[]]/x/'; echo 'a/b' | sed 's/[/]/x/'

### several addresses with other delimiters
sed -n '\,an,p' words; sed -n '\|a|,\|f|p' words

### lines counted through
sed -n '/fig/{=;p}' words; sed -n '3{p;q}' /dev/null; sed -n '$=' empty

### wrong scripts
sed 's/a/b' words; echo $?; sed 'l;d' words; sed k words; echo $?; sed '1,p' words; echo $?; sed '{p' words; echo $?; sed 'p}' words; echo $?; sed 'y/ab/c/' words; echo $?

### more wrong scripts
sed 's/\(a/b/' words; echo $?; sed 's/a/\1/' words; echo $?; sed 'b nosuch' words; echo $?; sed 's/a/b/x' words; echo $?; sed 'a' words; echo $?; sed 1,2= words | head -n 2; sed '1,2a x' other; sed : words; echo $?

### no script
sed; echo $?; sed -n; echo $?

### no such option
sed -Q p words; echo $?

### quiet, long options
sed --quiet 1p words; sed --expression=1d other; sed --regexp-extended 's/(b)/<\1>/' other; sed --in-place s/b/B/ other; cat other; sed --version | head -n 1 | cut -c 1-8

### long lines
head -c 100000 /dev/zero | tr '\0' a | sed 's/a/b/g' | wc -c; seq 10000 | sed -n '$p;5000q' | wc -l

### binary
printf 'a\0b\n\377\n' | sed 's/b/c/' | od -c; sed -n '$=' bytes

### UTF-8
sed 's/ü/ue/' utf8; echo ä | sed 's/./x/g'

### NUL lines
printf 'a\0b\0' | sed 's/^/x/' | od -c; printf 'a\0b\nc' | sed 'N;s/\n/+/' | od -c

### special replacement
echo abc | sed 's/b/\//'; echo abc | sed 's/b/a\\b/'; echo abc | sed 's/b/\x41/'; echo 'a.b' | sed 's/\./\\./'; echo abc | sed 's/b/"/'

### flags together
echo aaa | sed -n 's/a/b/2p'; echo 'aAa' | sed 's/A/x/2I'; echo aaa | sed -n 's/a/b/gpw new'; cat new

### configuration file
printf 'Port 22\n#Root yes\nPass no\n' > conf; sed -i -e 's/^Port .*/Port 2222/' -e 's/^#Root.*/Root no/' -e '/^Pass/d' conf; cat conf; sed -n 's/^Port \([0-9]*\)/\1/p' conf

### print between markers
printf 'a\nBEGIN\nb\nc\nEND\nd\n' | sed -n '/BEGIN/,/END/{//!p}'; printf 'a\nBEGIN\nb\nEND\n' | sed '/BEGIN/,/END/d'

### the e, F and W commands
echo a | sed F; printf 'a\nb\n' | sed -n 'N;W new'; cat new
