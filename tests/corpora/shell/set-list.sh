zz="it's"; set | while read -r l; do case $l in zz=*) echo "$l";; esac; done
