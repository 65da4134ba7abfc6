set -u
x=; echo "[$x]" "${y-}" "${y:-d}" "${y+a}" "$*" "$@"
(echo $nope) 2>/dev/null; echo $?
(echo ${nope#x}) 2>/dev/null; echo $?
(echo $1) 2>/dev/null; echo $?
(echo ${#nope}) 2>/dev/null; echo $?
