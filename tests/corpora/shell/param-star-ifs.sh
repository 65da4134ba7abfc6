set -- a b c
IFS=,
echo "$*"
IFS=
echo "$*"
echo $*
unset IFS
echo "$*"
IFS=': '
echo "$*"
