n=0; until [ $n -ge 3 ] || [ -e $T/ready ]; do n=$((n+1)); echo "try $n"; [ $n -eq 2 ] && touch $T/ready; done; echo "ready after $n"
retry() { c=0; while ! "$@"; do c=$((c+1)); [ $c -ge 3 ] && { echo "gave up"; return 1; }; done; }; retry false; echo $?; retry true; echo $?
