a=1
f() { local a=2; g; }
g() { echo $a; local a=3; echo $a; }
f; echo $a
h() { local a; a=9; unset a; echo ${a-unset}; }
h; echo $a
