echo "a\
b" 'c\
d'
echo a\
b\
c
if [ 1 -eq 1 ] \
   && [ 2 -eq 2 ]; then echo y; fi
x="$(echo a \
b)"; echo $x
