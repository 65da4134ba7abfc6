# dash differs
trap 'echo term' TERM
(sleep 1; kill -TERM $$) &
wait $!; echo "wait gave $?"
wait; echo done
