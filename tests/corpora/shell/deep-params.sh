a=1
echo ${x:-${y:-${z:-${a:+${b-${c-inner}}}}}}
