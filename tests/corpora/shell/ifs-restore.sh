old=$IFS; IFS=,; x=a,b; set -- $x; echo $#; IFS=$old; set -- $x; echo $#
IFS=, read a b <<E
1,2
E
echo $a $b; x='a b'; set -- $x; echo $#
