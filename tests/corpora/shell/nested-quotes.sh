echo "$(echo "a $(echo "b 'c'") d")" "${x:-"$(echo "e f")"}"
echo "`echo "x y"`"
