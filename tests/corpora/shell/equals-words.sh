echo a=b =c x==y
x=a=b; echo $x
env=1; echo env=2 $env
