set -e
(false; echo no) || echo caught
x=$(false) || echo sub
(exit 3)
echo never
