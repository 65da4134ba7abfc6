# stderr
(eval 'if'; echo no)
echo $?
(eval 'echo )'; echo no)
echo $?
eval 'nosuchcmd'
echo $?
