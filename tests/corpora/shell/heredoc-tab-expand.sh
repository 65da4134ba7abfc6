v=x
if true; then
	cat <<-E
	value $v
		$(echo sub)
	E
fi
