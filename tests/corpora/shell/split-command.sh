show() { for i in "$@"; do printf '<%s>' "$i"; done; echo; }
show $(echo a b; echo c) "$(echo a b; echo c)" `echo '  x  '`
show x$(echo 'a b')y
show $(echo) $(printf '\n\n') "$(printf 'a\n\nb\n\n')"
