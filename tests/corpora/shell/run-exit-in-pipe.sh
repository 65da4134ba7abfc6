echo a | (read x; exit 4); echo $?; (echo b; exit 5) | cat; echo $?; f() { exit 6; }; f | cat; echo "still $?"; x=$(f); echo $?
