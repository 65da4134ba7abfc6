# stderr
echo $((1+2
