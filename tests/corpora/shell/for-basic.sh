for i in a b "c d" $(echo e f); do echo "$i"; done
for i in; do echo never; done; echo $?
set -- x 'y z'
for i; do echo "$i"; done
for i do echo "$i"; done
for i in "$@"
do echo "$i"
done
echo $i
