cat > $T/lib.sh <<'E'
greet() { echo "hi $1"; }
LOADED=yes
[ "$1" ] && echo "arg $1"
return 3
echo never
E
. $T/lib.sh; echo $? $LOADED; greet bob; (. $T/nope) 2>/dev/null; echo sub $?
