f() { echo "$v"; v=inner; }
v=outer
v=temp f
echo "$v"
