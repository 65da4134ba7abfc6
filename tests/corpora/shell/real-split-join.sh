split() { oldifs=$IFS; IFS=$2; set -- $1; IFS=$oldifs; for p; do echo "- $p"; done; }
split a,b,c ,
split "x y z" ' '
join() { sep=$1; shift; out=$1; shift; for p; do out=$out$sep$p; done; echo "$out"; }
join , a b c
join ' - ' x y
