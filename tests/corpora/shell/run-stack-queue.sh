push() { eval "stack_$n=\$1"; n=$((n+1)); }; pop() { n=$((n-1)); eval "echo \$stack_$n"; }; n=0; push a; push 'b c'; push d; pop; pop; n=1; pop
