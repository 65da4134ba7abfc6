vercmp() { IFS=.; set -- $1 -- $2; a1=$1 a2=$2; shift 3 2>/dev/null; unset IFS; [ "$a1" -gt "$1" ] && echo gt && return; [ "$a1" -lt "$1" ] && echo lt && return; echo eq; }
vercmp 1.2 1.3; vercmp 2.0 1.9; vercmp 1.0 1.0
