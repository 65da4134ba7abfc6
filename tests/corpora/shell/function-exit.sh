f() { exit 3; }; (f); echo $?; x=$(f); echo $?
