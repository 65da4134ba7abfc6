# only: busybox
(while :; do sleep 1; done) & p=$!
kill $p; wait $p 2>/dev/null; echo $?
