# stderr
if true; then else echo; fi
