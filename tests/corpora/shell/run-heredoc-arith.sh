n=3; cat <<E
$((n*2)) ${n:+set} $(printf '%s' "q") \$n ${u:-"a b"}
E
