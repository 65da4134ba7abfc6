set -e
trap 'echo "exiting with $?"' EXIT
(exit 6)
echo never
