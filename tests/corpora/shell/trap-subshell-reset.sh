trap 'echo parent' USR1
(trap) | cat
(kill -USR1 $$; echo sub)
echo end
