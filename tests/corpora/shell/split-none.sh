show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
IFS=
x='a b	c'
show $x
show $(echo 'a b'; echo c)
