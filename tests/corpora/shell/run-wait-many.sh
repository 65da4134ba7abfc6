for i in 1 2 3; do (echo $i > $T/o$i) & done; wait; cat $T/o1 $T/o2 $T/o3; pids=; for c in 0 1 2; do (exit $c) & pids="$pids $!"; done; for p in $pids; do wait $p; echo $?; done
