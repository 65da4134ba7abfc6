x=a; i=0
while [ $i -lt 10 ]; do x=$x$x; i=$((i+1)); done
echo ${#x}
y=${x%????}; echo ${#y}
