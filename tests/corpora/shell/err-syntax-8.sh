# stderr
echo a | | b
