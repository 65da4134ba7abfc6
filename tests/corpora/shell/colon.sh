: a b; echo $?
: > "$T/f"; cat "$T/f"
: ${x:=set}; echo $x
