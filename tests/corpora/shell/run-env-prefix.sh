X=1 env | grep '^X='; X=2 Y=3 sh -c 'echo $X$Y'; f() { echo "f:$X"; }; X=4 f; echo ${X-gone}; X=5; X=6 true; echo $X; X=7 : ; echo $X; Y=a Z=$Y; echo "[$Z]"; PATH=$PATH:/x true && echo ok
