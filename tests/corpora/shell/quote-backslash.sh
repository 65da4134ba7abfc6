# dash differs
echo a\ b \$x \\ \" \' \a \	x
echo a\
b
echo "a\nb" 'a\nb'
