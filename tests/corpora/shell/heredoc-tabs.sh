cat <<-E
	a
		b
	  c $((1+1))
	E
cat <<-'E'
	$x
	E
