f=archive.tar.gz ext=.gz
echo "${f%"$ext"}" "${f%$ext}" "${f%%.*}" "${f#*.}"
star='*'; echo "${f#$star.}" "${f##$star.}" "${f#"$star".}"
