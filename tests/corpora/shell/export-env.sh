export A=1; B=2; export B; C=3
sh -c 'echo $A $B [$C]'
D=4 sh -c 'echo $D'; echo [$D]
unset A; sh -c 'echo [$A]'
export A; A=late; sh -c 'echo [$A]'
