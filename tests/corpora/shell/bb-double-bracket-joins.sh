# stderr
# only: busybox
[[ a && ]]; echo $?
[[ a || ]]; echo $?
[[ && a ]]; echo $?
[[ && ]]; echo $?
[[ ]]; echo $?
[[ a -a ]]; echo $?
[[ a -a b ]]; echo $?
[[ a && && b ]]; echo $?
[[ a || && b ]]; echo $?
[[ "" && ]]; echo $?
[[ "&&" ]]; echo $?
[[ ! && a ]]; echo $?
[[ a && ! b || c ]]; echo $?
[[ -a ]]; echo $?
[[ ! a && b ]]; echo $?
[[ a && ! "" ]]; echo $?
[[ a == a* && b != b* ]]; echo $?
