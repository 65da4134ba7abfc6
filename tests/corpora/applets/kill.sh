### nobody there
/bin/kill 99999; echo $?; /bin/kill -0 99999; echo $?; /bin/kill -9 99998 99999; echo $?

### wrong arguments
/bin/kill; echo $?; /bin/kill x; echo $?; /bin/kill -NOPE 1; echo $?; /bin/kill -s; echo $?

### list
/bin/kill -l | head -n 3; /bin/kill -l 9; /bin/kill -l TERM; /bin/kill -l 137

### a child
sleep 10 & /bin/kill $!; wait $! 2> /dev/null; echo $?; sleep 10 & /bin/kill -9 $!; wait $! 2> /dev/null; echo $?; sleep 10 & /bin/kill -s HUP $!; wait $! 2> /dev/null; echo $?
