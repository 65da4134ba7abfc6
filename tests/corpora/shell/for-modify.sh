for i in 1 2 3; do set -- $i; echo $1; i=changed; done; echo $i
set -- a b c
for i; do shift; echo $i $#; done
