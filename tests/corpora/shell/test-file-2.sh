cd "$T"; : > r; chmod 000 r; : > x; chmod 755 x; mkdir d; ln -s x l
[ -x x ] && echo 1; [ -L l ] && echo 2; [ -h l ] && echo 3; [ -d d ] && [ ! -f d ] && echo 4; [ -f l ] && echo 5; [ -w x ] && echo 6; [ x -ef l ] && echo 7
