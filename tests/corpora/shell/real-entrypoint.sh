set -e
cmd=server
if [ "${1#-}" != "$1" ]; then set -- server "$@"; fi
set -- --port 80 --debug
if [ "${1#-}" != "$1" ]; then
  set -- "$cmd" "$@"
fi
if [ "$1" = server ] && [ "$#" -gt 1 ]; then
  echo "starting: $*"
fi
: "${DB_HOST:=localhost}" "${DB_PORT:=5432}"
echo "$DB_HOST:$DB_PORT"
