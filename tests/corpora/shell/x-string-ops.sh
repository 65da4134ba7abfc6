s=hello; i=0; while [ $i -lt ${#s} ]; do t=$s; j=0; while [ $j -lt $i ]; do t=${t#?}; j=$((j+1)); done; printf '%s-' "${t%"${t#?}"}"; i=$((i+1)); done; echo
