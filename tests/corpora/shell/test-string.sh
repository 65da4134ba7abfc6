[ a = a ] && echo 1; [ a = b ] || echo 2; [ a != b ] && echo 3; [ -n x ] && echo 4; [ -z '' ] && echo 5; [ x ] && echo 6; [ '' ] || echo 7; [ ! x ] || echo 8; [ ! '' ] && echo 9; [ ] || echo 10
test a = a && echo t
