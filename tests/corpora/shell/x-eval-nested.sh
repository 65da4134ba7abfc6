eval eval eval echo deep; eval 'eval "echo \"q r\""'
x='y'; y='z'; eval echo \$$x; eval "eval echo \\\$\$x"
