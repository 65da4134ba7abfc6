{ echo a; echo b; } | cat
{ x=5; }; echo $x
{ echo c; } > "$T/f"; cat "$T/f"
{ false; }; echo $?
{
echo multi
}
