x=5; cat <<A; cat <<'B'; cat <<-C
$x $(echo sub) `echo bt` $((x+1)) \$x "q" \
joined
A
$x $(echo sub) \$x
B
	tabs $x
		more
	C
cat <<E | tr a-z A-Z
piped $x
E
