x=global
f() { local x; x=local; echo $x; g; echo $x; }
g() { echo "g sees $x"; x=changed; }
f; echo $x
h() { local a=1 b=2; echo $a $b; }; h; echo "[$a$b]"
