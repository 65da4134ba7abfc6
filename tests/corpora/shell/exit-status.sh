(exit 0); echo $?; (exit 255); echo $?; (exit 256); echo $?; (exit); echo $?
(false; exit); echo $?
sh -c 'exit 3'; echo $?
(exit 3) || echo $?
