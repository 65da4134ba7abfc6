cd "$T"
cat > entry.sh <<'E'
#!/bin/sh
set -eu
: "${MODE:=prod}"
if [ "${1:-}" = "debug" ]; then shift; MODE=debug; fi
echo "mode=$MODE args=$*"
exec "$@"
E
sh entry.sh echo run; sh entry.sh debug echo "two  words"; MODE=x sh entry.sh true; sh entry.sh sh -c 'exit 7'; echo $?
