# stderr
nosuch1

nosuch2
f() {
  nosuch3
  cd /nonexistent
}
f
if true; then
  nosuch4
fi
for i in 1; do
  nosuch5; done
echo "multi
line"; nosuch6
cat <<E
a
b
E
nosuch7
