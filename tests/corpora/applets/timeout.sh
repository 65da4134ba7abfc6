### in time
timeout 5 echo hi; echo $?; timeout 5 sh -c 'exit 3'; echo $?; timeout 5s true; timeout 1m true; echo $?

### too late
timeout 1 sleep 5; echo $?

### another signal
timeout -s KILL 1 sleep 5; echo $?; timeout -s NOPE 1 true; echo $?

### missing programs
timeout 5 nosuch; echo $?; timeout 5 ./words; echo $?

### wrong arguments
timeout; echo $?; timeout 5; echo $?; timeout x true; echo $?
