set -e
false || echo or
if false; then :; else echo else; fi
! true
false && true
while false; do :; done
x=$(false) || echo sub
echo still
f() { false; echo in-f; }
f || echo f-failed
f
echo no
