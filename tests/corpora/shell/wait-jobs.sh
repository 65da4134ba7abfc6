true & wait $!; echo $?
false & wait $!; echo $?
(exit 7) & p=$!; wait $p; echo $?
echo bg & wait; echo done
wait; echo $?
wait 99999; echo $?
