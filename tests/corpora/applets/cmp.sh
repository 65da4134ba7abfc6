### equal
cmp words words; echo $?; cp words w; cmp words w; echo $?

### different
cmp words sorted; echo $?; cmp words other; echo $?

### one is shorter
head -n 2 words > w; cmp words w; echo $?; cmp w words; echo $?; cmp empty words; echo $?

### all differences
printf 'abc' > a; printf 'aXd' > b; cmp -l a b; echo $?; printf 'aXde' > b; cmp -l a b; echo $?

### silent
cmp -s words other; echo $?; cmp -s words words; echo $?; cmp -s words nosuch; echo $?

### missing
cmp nosuch words; echo $?; cmp words nosuch; echo $?; cmp words dir; echo $?

### standard input
cmp words < words; echo $?; cat words | cmp - words; echo $?; cat other | cmp words -; echo $?

### some bytes
printf 'abX' > a; printf 'abY' > b; cmp -n 2 a b; echo $?; cmp -n 3 a b; echo $?

### skipping
printf 'xxabc' > a; printf 'abc' > b; cmp a b 2; echo $?; cmp a b 2 0; echo $?; cmp a b 3 1; echo $?

### lines are counted
printf 'a\nb\nc\n' > a; printf 'a\nb\nd\n' > b; cmp a b

### wrong use
cmp; echo $?; cmp -ls words other; echo $?; cmp -q words other; echo $?
