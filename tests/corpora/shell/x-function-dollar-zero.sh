f() { case $0 in *s.sh|sh) echo script;; *) echo "$0";; esac; }; f
