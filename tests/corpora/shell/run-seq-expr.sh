seq 2 2 8; seq -s, 4; seq 3 -1 1; seq -w 8 11; expr 3 + 4; expr 10 / 3; expr length abc; expr abc : 'a\(.\)'; expr substr hello 2 3; expr 5 \> 3; expr 1 = 2; echo $?; expr index abc c
