set -- 'a  b' c
cat <<E
$* "$@" $#
E
