sh -c 'sh -c "sh -c \"echo deep\""'
sh -c 'exit 9' || echo $?
sh -c "echo '$HOME'" >/dev/null && echo ok
