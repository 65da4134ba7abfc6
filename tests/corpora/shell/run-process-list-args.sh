set -- "a b" 'c*' "d\"e"; for a; do printf '[%s]' "$a"; done; echo; sh -c 'printf "<%s>" "$@"; echo' sh "$@"; args="$*"; echo "$args"; set -- $args; echo $#
