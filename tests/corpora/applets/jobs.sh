### a job that a signal ended
sleep 5 & sleep 0.1; kill $!; wait $!; echo $?; sleep 5 & kill -9 $!; wait $!; echo $?; sleep 5 & sleep 0.1; kill $!; sleep 0.1; echo quiet; sleep 5 & kill $!; wait; echo $?

### a subshell that a signal ended
(sleep 5) & sleep 0.1; kill $!; wait $!; echo $?; (sleep 5; echo) & sleep 0.1; kill -9 $!; wait $!; echo $?; { sleep 5; echo; } & sleep 0.1; kill -HUP $!; wait $!; echo $?

### stages that signals ended
sh -c 'kill -9 $$' | cat; echo $?; echo | sh -c 'kill $$'; echo $?; x=$(sh -c 'kill -9 $$'; echo a); echo $x; x=$(sh -c 'kill $$'); echo $?

### a subshell's only command takes its place
(kill -9 $(sh -c 'echo $PPID')); echo $?; x=$(kill -9 $(sh -c 'echo $PPID')); echo $?

### the background hears no interrupt
sleep 0.3 & sleep 0.1; kill -INT $!; wait $!; echo $?; sleep 0.3 & sleep 0.1; kill -QUIT $!; wait $!; echo $?; (trap 'echo i' INT; sleep 0.3; echo e) & sleep 0.1; kill -INT $!; wait $!; echo $?; (trap) & wait

### ignored from the start
trap '' INT TERM; sh -c 'trap; echo -; trap "echo hi" INT; trap; kill -INT $$; kill $$; echo end'; (trap; trap 'echo hi' INT; kill -INT $(sh -c 'echo $PPID'); echo end)

### programs that become another
env sleep 5 & sleep 0.1; kill $!; wait $!; echo $?; exec env A=1 sh -c 'trap "echo got; exit 3" TERM; kill $$; echo no'

### status of background jobs
(exit 3) & wait $!; echo $?; false & wait $!; echo $?; nosuch 2>/dev/null & wait $!; echo $?; sleep 0 & wait $! 12345; echo $?; wait 12345; echo $?; wait; echo $?
