unset x; e=
echo ${x=one} $x
echo ${x=two} $x
echo ${e=three} [$e]
echo ${e:=four} [$e]
: ${y:=a b}
echo "$y"
