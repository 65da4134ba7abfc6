set -e
trap 'rc=$?; echo "exit with $rc"; rm -f $T/lock' EXIT
touch $T/lock
false
echo no
