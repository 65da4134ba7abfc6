nosuchcommand_x 2>/dev/null; echo $?
/nonexistent/cmd 2>/dev/null; echo $?
/ 2>/dev/null; echo $?
