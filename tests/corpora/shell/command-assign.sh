v=1 command eval 'echo $v'; echo "[$v]"
