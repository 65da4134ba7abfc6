f=/usr/local/lib/libfoo.so.1.2; echo ${f##*/} ${f%/*} ${f%%.*} ${f#*/} ${f##*.} ${f%.*}
v=v1.2.3; echo ${v#v} ${v%%.*} ; x=aXbXc; echo ${x%X*} ${x%%X*} ${x#*X} ${x##*X}
p='*'; s='a*b'; echo "${s#a$p}" "${s#a"$p"}"; echo ${#f} ${#p}
