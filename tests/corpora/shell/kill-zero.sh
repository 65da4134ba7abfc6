kill -0 $$; echo $?
kill -l 9; kill -l 15
