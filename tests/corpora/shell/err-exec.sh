# stderr
(exec nosuchprogram; echo no)
echo $?
(exec /; echo no)
echo $?
