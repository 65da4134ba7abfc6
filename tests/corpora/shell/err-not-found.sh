# stderr
nosuchcommand
echo $?
./nosuchfile
/bin/nosuchfile
"$T"
echo $?
