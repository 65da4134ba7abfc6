type cd >/dev/null; echo $?
type nosuchthing >/dev/null 2>&1; echo $?
