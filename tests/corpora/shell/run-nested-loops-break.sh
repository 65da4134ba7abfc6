for a in 1 2 3; do for b in x y z; do [ $b = y ] && continue; [ $a = 2 ] && break; [ $a$b = 3z ] && break 2; echo $a$b; done; done; echo end
