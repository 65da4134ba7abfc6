set -e
false && echo no
true && false || echo c
true && false
echo never
