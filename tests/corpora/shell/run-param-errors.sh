(echo ${x?no x}) 2>/dev/null; echo $?; (: ${x:?}) 2>/dev/null; echo $?; (set -u; echo $nope; echo no) 2>/dev/null; echo $?; (x=; echo ${x?ok}set) ; sh -c 'echo ${1?need}' 2>/dev/null; echo $?
