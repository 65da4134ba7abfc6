if [ -n "$HOME" ] && [ "$HOME" != / ] || false; then echo yes; fi
[ "$undefined" ] || echo empty
[ 5 -gt 3 -a 3 -lt 5 ] && echo both
test -z "" -o -n "" && echo either
[ "a b" = "a b" ] && echo spaces
[ "(" = "(" ] && echo paren
[ ! -e /nonexistent ] && echo not
