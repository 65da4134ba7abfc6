f=/usr/local/lib/file.tar.gz
echo ${f%/*} ${f%%/*}. ${f%.*} ${f%%.*} ${f%.gz} ${f%x}
echo "${f%*}" "${f%%*}."
