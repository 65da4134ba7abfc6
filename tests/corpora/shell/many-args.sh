set -- 1 2 3 4 5 6 7 8 9 10 11 12
echo $# ${12} ${10}$1 $12
for i; do printf '%s,' "$i"; done; echo
shift 10; echo $*
