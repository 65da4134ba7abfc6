alias hi='echo hello'
hi world
alias e='echo '
alias x='replaced'
e x
unalias hi
hi 2>/dev/null; echo $?
