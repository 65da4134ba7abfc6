trap 'echo int; exit 130' INT
kill -INT $$
echo not reached
