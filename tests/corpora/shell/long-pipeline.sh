printf '%s\n' a b c | cat | cat | cat | cat | while read x; do echo -$x; done
