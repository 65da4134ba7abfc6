cat > $T/run <<'E'
#!/bin/sh
set -eu
name=${1:?name needed}
echo "hello $name"
E
chmod +x $T/run; $T/run bob; $T/run 2>/dev/null; echo $?; sh -e $T/run x; sh -x $T/run y 2>/dev/null
