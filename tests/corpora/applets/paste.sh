### two files
paste other sorted; paste words other

### delimiters
paste -d , other sorted; paste -d ':-' other sorted other; paste -d '\t\n' other sorted other; paste -d '\0' other sorted

### serial
paste -s other; paste -s -d , other sorted; paste -sd+ ten; paste -s -d '\t\n' ten; paste -s empty other

### standard input
seq 4 | paste - -; seq 6 | paste -d ' ' - - -; seq 3 | paste - other; seq 5 | paste -s

### different lengths
printf 'a\n' > s; paste s other; paste other s; paste empty other; paste empty empty

### no newline
paste nonl other; printf 'a' | paste -s

### missing
paste nosuch other; echo $?; paste dir; echo $?

### wrong options
paste -d '' other; echo $?; paste -Q; echo $?
