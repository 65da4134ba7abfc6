show() { printf '<%s>' "$@"; echo " $#"; }
x='1 2' y='3 4'
show $x"$y" "$x"$y $x$y "$x$y" a"$x"b$y
