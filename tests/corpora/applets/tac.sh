### lines
tac ten; tac words sorted; tac empty; printf 'a\nb' | tac; printf 'a\n\nb\n' | tac; tac nonl sorted; tac - < sorted; printf x | tac; printf '\n' | tac

### faults
tac nosuch sorted; echo $?; tac sub; echo $?; tac -x; echo $?

### characters
rev text; rev utf8; rev nonl; echo; rev empty; printf 'abc' | rev; rev nosuch sorted; echo $?; printf 'a\0b\n' | rev | od -c; rev -x; echo $?; rev sub; echo $?
