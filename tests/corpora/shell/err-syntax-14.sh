# stderr
while true; done
