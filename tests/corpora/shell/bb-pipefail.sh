# only: busybox
set -o pipefail
false | true; echo $?
true | false; echo $?
(exit 3) | (exit 4) | true; echo $?
true | true; echo $?
set +o pipefail
false | true; echo $?
