{ false; echo $? > $T/s; } | cat; echo "$? $(cat $T/s)"
false | true; echo $?
true | false; echo $?
! false | false; echo $?
