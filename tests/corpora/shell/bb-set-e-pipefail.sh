# only: busybox
set -eo pipefail
echo a | cat
false | cat || echo caught
false | true
echo never
