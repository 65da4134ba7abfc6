show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
x='  a  b	c
d  '
show $x
show x${x}y
show "$x"
show $x$x
show ${unset} "" $unset ''
