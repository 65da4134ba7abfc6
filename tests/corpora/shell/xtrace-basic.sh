# stderr
set -x
echo a 'b c' "d"
x=1
y=$x z='a b' true
for i in 1 2; do : $i; done
if [ 1 = 1 ]; then echo yes; fi
case a in a) :;; esac
f() { echo f $1; }
f arg
(echo sub)
x=$(echo cs)
echo > /dev/null
set +x
echo off
