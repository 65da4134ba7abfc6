# only: busybox
x=abcdefgh
echo ${x:0:2} ${x:2} ${x:2:3} ${x: -3} ${x: -3:2} ${x:1:-2} ${x:10} ${x:0:100} "${x:3:0}"
n=2; echo ${x:n:n+1} ${x:$n} ${x:$((n+1)):2}
echo "${x:1:2}" "${unset:1:2}"
