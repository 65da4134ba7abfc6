# only: busybox
f() { local x=1 y; echo "$x" "${y-unset}"; y=2; echo $y; }
y=outer; f; echo $y
