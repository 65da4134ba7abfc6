hash -r; echo $?
times >/dev/null; echo $?
