set -- a b c d e f g h i j k l
echo $1 $9 $10 ${10} ${11} ${12} ${13:-none}
