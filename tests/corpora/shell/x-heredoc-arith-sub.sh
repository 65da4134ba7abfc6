n=3
cat <<E
$((n*n)) $( for i in 1 2; do echo $i; done ) `echo "q"`
E
