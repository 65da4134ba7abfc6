f() { echo o; echo e >&2; }; { f 3>&1 1>&2 2>&3 3>&- | sed 's/^/P:/'; } 2>&1 | sort; f 2>&1 >/dev/null; f >/dev/null 2>&1; x=$(f 2>&1); echo "$x"; x=$(f 2>/dev/null); echo "$x"
