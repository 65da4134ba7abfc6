set -- a b c
echo "$#" "$*" "$@" "$1"
false; echo "$?"; true; echo "$?"
(exit 42); echo $?
echo ${?} ${#} ${1} ${*}
