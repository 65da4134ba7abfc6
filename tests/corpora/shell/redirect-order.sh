cd "$T"
echo a > x > y; cat x y
{ echo 1; cat; } < y > z; cat z
f() { echo $1; } > fo; f arg; cat fo
if true; then echo if; fi > i; cat i
for i in 1 2; do echo $i; done > l; cat l
while read a; do echo "<$a>"; done < l
case a in a) echo case;; esac > c; cat c
(echo sub) > s; cat s
