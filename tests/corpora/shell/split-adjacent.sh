show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
x='a b'; y=' c'; z='d '
show $x$y
show $x"$y"
show $z$x
show "$z"$x
show $z'' $z''
show -$x-
