### shrink and grow
truncate -s 5 words; cat words; echo; truncate -s 20 other; od -c other; truncate -s 30 other; wc -c other

### new files
truncate -s 10 new; od -c new; truncate -c -s 10 new2; echo $?; ls new2; truncate -s 0 words; wc -c words

### suffixes
truncate -s 1K a; truncate -s 1M b; truncate -s 3G c; truncate -s 1kB d; ls -l a b c d | cut -c 31-42

### several files
truncate -s 3 words other; cat words; echo; cat other; echo

### wrong use
truncate words; echo $?; truncate -s x words; echo $?; truncate -s 5 dir; echo $?; truncate -s 5 nosuch/x; echo $?

### no permission @1000
truncate -s 0 words; echo $?
