# stderr
echo ${x
