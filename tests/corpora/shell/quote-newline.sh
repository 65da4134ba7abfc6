echo 'a
b' "c
d"
echo "a
$(echo 'b
c')
d"
