f() { echo o; echo e >&2; } 2>/dev/null; f; g() { cat; } <<E
from here
E
g; h() (cd /; x=sub; pwd); h; echo ${x-none}; k() { echo k; } > $T/k; k; cat $T/k; if true; then echo r; fi > $T/r; cat $T/r; while read l; do echo "$l!"; done < $T/r; { echo 1; echo 2; } | { read a; read b; echo "$b$a"; }
