show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
set -- 'a b' '' c
show "$@"
show $@
show "$*"
show $*
show x"$@"y
show "x $@ y"
set --
show "$@"
show x"$@"y
show "$*"
