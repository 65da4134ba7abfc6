# stderr
else echo
