{ echo bg; } > "$T/o" &
wait
cat "$T/o"
x=$(echo a & wait); echo $x
