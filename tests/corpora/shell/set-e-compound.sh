set -e
{ false; } || echo a
for i in 1; do false || true; done
case x in x) false;; esac || echo b
if true; then false; fi
echo never
