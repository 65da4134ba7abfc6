cd "$T"; set -o noclobber; echo 1 > f; { echo 2 > f; } 2>/dev/null || echo no; cat f; echo 3 >| f; cat f
