walk() { [ $# -eq 0 ] && return; echo "$1"; shift; walk "$@"; }
walk a 'b c' d
