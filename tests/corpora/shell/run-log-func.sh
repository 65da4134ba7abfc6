log() { printf '%s [%s] %s\n' T "$1" "$2" >&2; }; info() { log INFO "$*"; }; die() { log ERROR "$1"; exit "${2:-1}"; }; info a b; (die bad 4) ; echo $?; die end
