f() { echo "$# $*"; shift; echo "$1"; set -- new; echo "$@"; }; set -- o1 o2; f a 'b c' d; echo "$@"
rec() { [ $1 -le 0 ] && { echo end; return; }; echo $1; rec $(($1-1)); }; rec 3
