cat <<E
a\
b
c\\
d
E
