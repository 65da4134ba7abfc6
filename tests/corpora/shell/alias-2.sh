alias ll='echo long'
alias greet='echo hello && echo'
ll a
greet world
alias nested='ll x'
nested
\ll 2>/dev/null || echo escaped
unalias ll; alias ll 2>/dev/null || echo gone
