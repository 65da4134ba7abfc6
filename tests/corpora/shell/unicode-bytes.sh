x='héllo wörld'
echo "$x" "${x#h}" "${x%d}"
case $x in h*d) echo match;; esac
for w in $x; do echo "$w"; done
