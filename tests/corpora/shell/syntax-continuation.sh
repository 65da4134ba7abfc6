echo a \
b \
c
x=1\
2; echo $x
if true && \
true; then echo ok; fi
ec\
ho joined
