set -e
if [ "${1#-}" != "$1" ] || [ $# -eq 0 ]; then set -- server "$@"; fi
echo "$@"
set -- -v --port 80; if [ "${1#-}" != "$1" ]; then set -- server "$@"; fi; printf '<%s>' "$@"; echo
