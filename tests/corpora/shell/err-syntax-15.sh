# stderr
echo $(echo a
