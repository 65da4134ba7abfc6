HOME=/home/u
x=~; echo $x ~/a "~/b" '~/c' a~ ~nosuchuser
y=~/x:~/y; echo $y
echo ${z:=~/def}
export p=~/exp; echo $p
