cd "$T"; echo x > f; mkdir d; : > e
[ -e f ] && echo 1; [ -f f ] && echo 2; [ -d d ] && echo 3; [ -s f ] && echo 4; [ ! -s e ] && echo 5; [ -r f ] && echo 6; [ -f d ] || echo 7; [ -e nope ] || echo 8
