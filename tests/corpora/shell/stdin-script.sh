# dash differs
printf 'read x\nvalue\necho "got $x"\n' | sh
printf 'echo a\nexit 3\necho b\n' | sh; echo $?
