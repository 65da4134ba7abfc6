unset x; e=; v=val
echo "[${x+a}] [${e+a}] [${v+a}] [${x:+a}] [${e:+a}] [${v:+a}]"
echo [${v:+a b}] ["${v:+a  b}"] [${v+"x  y"}]
