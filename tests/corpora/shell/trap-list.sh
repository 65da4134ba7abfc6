trap 'echo a' EXIT
trap "echo 'q'" HUP
trap
trap - EXIT HUP
trap
