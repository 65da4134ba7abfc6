set -e
f() { false; echo "f goes on"; return 0; }
f || echo no
if f; then echo yes; fi
f && echo and
! f
echo end
