f() { echo out; echo err >&2; return 3; }
x=$(f 2>/dev/null); echo "$x $?"
y=$(f 2>&1); echo "$y"
