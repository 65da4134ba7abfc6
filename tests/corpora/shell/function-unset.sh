f() { echo f; }; f; unset -f f; f 2>/dev/null; echo $?
x=1; unset x; echo "${x-unset}"
unset nothing; echo $?
