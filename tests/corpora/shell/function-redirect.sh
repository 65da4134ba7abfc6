f() { echo out; echo err >&2; } 2>/dev/null
f
g() { cat; } <<E
from here
E
g
g() { cat; }
g <<E
given
E
echo piped | g
