i=0; while [ $i -lt 3 ]; do eval "arr_$i='val $i'"; i=$((i+1)); done
for i in 0 1 2; do eval "echo \"\$arr_$i\""; done
