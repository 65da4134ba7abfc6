set -e
check() { false; echo "still here"; true; }
if check; then echo passed; fi
check && echo again
check || echo never
echo end
