cat <<E
plain $((1+1)) $(echo sub) `echo bq` \$x \\ "q" 'q'
E
x=v
cat <<E
$x ${x} ${y:-def} "$x"
	tab
E
