[ 1 -eq 1 ] && echo 1; [ 1 -ne 2 ] && echo 2; [ 2 -gt 1 ] && echo 3; [ 1 -ge 1 ] && echo 4; [ 1 -lt 2 ] && echo 5; [ 1 -le 1 ] && echo 6; [ -1 -lt 0 ] && echo 7; [ 010 -eq 10 ] && echo 8
