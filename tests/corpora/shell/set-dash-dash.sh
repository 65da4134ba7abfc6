# dash differs
set -- -e -x; echo $*
set - a b; echo $*
set -- "a b" c; echo $# "$1"
set a; echo $1
set -e -- q; echo $1 $-  | { read x y; echo $x; }
