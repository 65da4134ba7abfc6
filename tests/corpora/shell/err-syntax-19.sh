# stderr
echo `echo a
