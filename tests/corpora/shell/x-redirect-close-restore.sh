{ echo hidden >&2; } 2>&- ; echo ok
{ echo a; } >&- 2>/dev/null; echo ok2
