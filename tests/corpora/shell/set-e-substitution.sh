# dash differs
set -e
echo $(false) survives
x=$(echo a; false; echo b) && echo [$x]
x=$(false)
echo never
