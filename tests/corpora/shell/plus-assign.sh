x=a; x=$x+b; echo $x
