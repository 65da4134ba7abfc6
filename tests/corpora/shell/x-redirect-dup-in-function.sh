log() { echo "log: $*" >&3; }
exec 3>&1
log hello
x=$(log captured-not; echo captured)
echo "x=$x"
