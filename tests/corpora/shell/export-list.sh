export ZZ='a b'; export -p | while read -r l; do case $l in *ZZ=*) echo "$l";; esac; done
