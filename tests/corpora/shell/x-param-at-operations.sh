set -- one two three
echo ${@:+some} ${*:+some} "${@:-none}"
set --
echo "${@:-none}" ${*:-none} "${1:-first}" [${@+x}]
