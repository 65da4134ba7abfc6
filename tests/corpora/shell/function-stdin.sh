upper() { while read -r l; do echo "[$l]"; done; }
printf 'a\nb\n' | upper
upper < /dev/null; echo $?
