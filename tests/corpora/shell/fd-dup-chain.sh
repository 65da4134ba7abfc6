cd "$T"
{ echo a; echo b >&2; echo c >&3; } 3>&1 2>f1 | cat; cat f1
(echo x; echo y >&2) 2>&1 | cat
exec 6>&1; echo saved >&6; exec 6>&-
