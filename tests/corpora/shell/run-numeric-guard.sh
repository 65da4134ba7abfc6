# dash differs
isnum() { case $1 in ''|*[!0-9]*) return 1;; esac; }; for n in 5 a '' 1x 007; do isnum "$n" && echo "$n yes" || echo "$n no"; done; n=007; echo $((10#7)) 2>/dev/null || echo nobase; echo $((${n#00}+1)); div() { [ "$2" -eq 0 ] && { echo "div by zero"; return 1; }; echo $(($1/$2)); }; div 7 2; div 1 0; echo $?
