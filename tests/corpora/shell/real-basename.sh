base() { b=${1%/}; b=${b##*/}; echo "${b%"$2"}"; }
base /usr/lib/x.so .so; base /a/b/; base file
dir() { case $1 in */*) echo "${1%/*}";; *) echo .;; esac; }
dir /usr/lib/x; dir file
