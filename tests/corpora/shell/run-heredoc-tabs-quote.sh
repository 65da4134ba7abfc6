if true; then
	cat <<-EOF
	a
		b "$HOME"
	EOF
	cat <<-'EOF'
	$x
	EOF
fi
