unset x; e=
echo "${x-d}" "${e-d}" "${x:-d}" "${e:-d}"
echo ${x-a b} ${x:-"a  b"} "${x-a  b}"
v=val
echo "${v-d}" "${v:-d}" ${v-a b}
