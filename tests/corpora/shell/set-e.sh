set -e
true
false || echo handled
if false; then :; fi
! true
while false; do :; done
false && true
echo before
false
echo never
