# stderr
cat <
