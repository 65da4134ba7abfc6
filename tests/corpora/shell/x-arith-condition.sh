i=5; [ $((i % 2)) -eq 1 ] && echo odd; [ $(( i > 3 && i < 10 )) = 1 ] && echo range
