set -- a b c; echo $# $1 $3
set x y; echo $*
set --; echo $#
set -- -a; echo $1
set -- "$@" b; echo $*
shift; echo $*; shift; echo $#;
