ulimit -n >/dev/null && echo ok
