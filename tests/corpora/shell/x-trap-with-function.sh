cleanup() { echo "cleaning $tmp"; }
trap cleanup EXIT
tmp=file; echo work
