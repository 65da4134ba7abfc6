a=; b=x; echo "${a:-${b:-c}}" "${a:+n}${b:+y}" "${c-${a-z}}" "${c:-"q  q"}" ${c:-'s  s'}
set -- one two; echo "${1+1}" "${3-none}" "${*}" "${@:+some}" "${#}"
