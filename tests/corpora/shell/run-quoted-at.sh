f() { echo $#; }; set -- 'a b' '' c; f "$@"; f $@; f "$*"; f "x$@y"; f "${@}"; set --; f "$@"; f "$*"; f x"$@"; f "${@:-d}"; IFS=,; set -- 1 2 3; echo "$*"; x="$@"; echo "$x"
