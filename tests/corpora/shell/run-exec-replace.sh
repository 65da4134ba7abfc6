(exec echo replaced; echo never); exec 5>&1; echo to5 >&5; exec 5>&-; (exec sh -c 'echo "$1"' x arg); (exec nosuch 2>/dev/null; echo no) ; echo $?; (trap 'echo t' EXIT; exec true); echo end
