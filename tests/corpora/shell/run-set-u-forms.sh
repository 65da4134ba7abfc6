set -u
echo "${a-default}" "${a:-d2}" "${a+set}" "$#" "$@"
a=; echo "[${a?}]" "${a:+x}"
(echo $b) 2>/dev/null; echo $?
