# only: busybox
echo $'a\tb' $'it\'s' $'\x41\102' $'a\\b' $'q"q' $'\e[0m' | cat
x=$'line1\nline2'; echo "$x"
echo "$'no'" '$'x
