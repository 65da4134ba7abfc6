show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
IFS=' :'
x='a : b'
show $x
x='a  b::c : : d'
show $x
x=' : a'
show $x
x='a : '
show $x
