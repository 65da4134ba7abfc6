read a b <<E
$(echo x y)
E
echo "$a-$b"
