x=1 :; echo "$x"
y=2 true; echo "[$y]"
z=3 eval :; echo "$z"
w=4 set -- a; echo "$w"
