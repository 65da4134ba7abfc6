# only: busybox
# stderr
echo [[ && echo x
echo a ]] && echo b
[[ a ]] && echo c
x=1 [[ a && b ]] && echo d
[[ a -nt b || c ]] && echo e
[[ "]]" && echo f ]]
"[[" a && echo g
[[ a ]] b && echo h
