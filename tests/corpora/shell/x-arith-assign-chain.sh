# dash differs
a=1; echo $((b = a + 1)) $b; echo $((a += b, a)) 2>/dev/null || :
