eval echo hi
x='echo $y'; y=val; eval $x; eval "$x"
eval 'a=1; b=2'; echo $a$b
eval "if true; then echo yes; fi"
eval; echo $?
false; eval; echo $?
n=v; eval "$n=dynamic"; echo $v; eval "echo \$$n"
eval 'for i in 1 2
do echo $i
done'
