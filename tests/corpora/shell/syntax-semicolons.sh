echo a; echo b;
if true; then echo c;fi
{ echo d;}
for i in 1;do echo $i;done
f(){ echo f;};f
(echo g);(echo h)
