### lines
nl words

### all lines
nl -ba words; nl -b a words; nl -b n words

### width, start, step, separator
nl -w 3 -v 10 -i 5 -s ': ' words; nl -s '' words | head -n 2; nl -w1 words | head -n 2

### several files
nl other sorted; nl other nosuch; echo $?

### standard input
seq 2 | nl; seq 2 | nl -

### no newline, empty
nl nonl; nl empty

### wrong options
nl -Q words; echo $?; nl -w x words; echo $?
