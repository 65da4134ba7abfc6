echo if then else fi do done case esac for while until in { } !
x=if; echo $x
for in in a b; do echo $in; done
