export A=1; f() { A=2; sh -c 'echo $A'; }; f; echo $A
B=x f2=y sh -c 'echo $B $f2'; echo "[$B]"
