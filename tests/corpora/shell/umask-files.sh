cd "$T"; umask 077; : > f; umask 022; : > g; [ -r f ] && echo ok; umask -S
