HOME=/h
echo ~ ~/x "~" '~' \~ a~ ~a~b ~/ x=~ 
x=~/y; echo $x
x=a:~/b:~; echo $x
x=~root; echo $x
echo ${y:-~} ${y:-~/z} "${y:-~}"
