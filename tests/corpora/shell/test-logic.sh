[ a = a -a b = b ] && echo 1; [ a = b -o b = b ] && echo 2; [ ! a = b ] && echo 3; [ \( a = b -o a = a \) -a c = c ] && echo 4
