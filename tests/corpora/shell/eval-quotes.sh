eval 'x="a  b"'; echo "$x"
eval echo \"\$x\" \'single\' \\\\
cmd='echo "one two" three'; eval $cmd; eval "$cmd"; $cmd
