f=/usr/local/lib/file.tar.gz
echo ${f#/} ${f#*/} ${f##*/} ${f#*.} ${f##*.}
echo ${f#x} ${f#/usr} ${f##/*/} "${f#*}" "${f##*}"
