trap 'echo exit' EXIT
trap 'echo usr2' USR2
kill -USR2 $$
echo done
