(trap 'echo sub' EXIT; echo in)
echo out
trap 'echo main' EXIT
(echo child)
