set -e
false | true
echo one
true | false || echo two
true | false
echo never
