cd "$T"
{ echo out; echo err >&2; } > o 2> e; cat o e
{ echo out; echo err >&2; } > both 2>&1; cat both
{ echo out; echo err >&2; } 2>&1 >/dev/null
echo x 3>&1 >&3
exec 4> four; echo to4 >&4; exec 4>&-; cat four
exec 5< four; read l <&5; echo $l; exec 5<&-
(echo gone >&5) 2>/dev/null || echo failed
