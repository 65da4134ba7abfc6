# dash differs
x=1 > "$T/f"; echo $? $x
> "$T/g"; echo $?
{ x=2 > /nonexistent/f; } 2>/dev/null; echo $?
