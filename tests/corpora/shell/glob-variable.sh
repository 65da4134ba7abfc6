cd "$T"; : > a1; : > a2
x='a*'
echo $x "$x" ${x}
for f in $x; do echo $f; done
y=$x; echo "$y" $y
set -f; echo *; set +f; echo *
