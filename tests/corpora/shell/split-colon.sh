show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
IFS=:
x=a:b::c
show $x
x=:a
show $x
x=a:
show $x
x=::
show $x
x=:
show $x
x='a b:c d'
show $x
show ${x}:z
