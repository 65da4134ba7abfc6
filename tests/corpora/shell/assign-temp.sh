x=1
x=2 eval 'echo $x'
echo $x
x=3 true; echo $x
x=4 :; echo $x
y=5 export y; echo $y
f() { echo $x; }; x=6 f
