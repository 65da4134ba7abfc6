(exit 1) & (exit 2) & wait; echo $?
(sleep 0.1; exit 3) & wait $!; echo $?
