a+b=c 2>/dev/null || echo "not a command"
"x"=1 2>/dev/null || echo "nor this"
