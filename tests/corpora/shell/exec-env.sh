X=1 exec sh -c 'echo $X'
