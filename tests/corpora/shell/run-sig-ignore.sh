trap '' TERM; kill -TERM $$; echo survived; trap - TERM; trap 'echo usr' USR1; kill -USR1 $$; echo after; trap; sh -c 'kill -9 $$'; echo $?; sh -c 'kill $$'; echo $?; sh -c 'exit 300'; echo $?
