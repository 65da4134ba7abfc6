i=0; while [ $i -lt 3000 ]; do echo "line number $i of the output"; i=$((i+1)); done | { n=0; while read -r l; do n=$((n+1)); done; echo $n; }
