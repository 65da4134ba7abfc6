### one command
echo a b c | xargs; printf 'a\nb\n\nc d\n' | xargs echo x; printf '' | xargs echo x; printf '' | xargs -r echo x; printf '  \n' | xargs echo x

### so many
seq 5 | xargs -n 2; seq 5 | xargs -n 2 echo -; seq 3 | xargs -n1 echo; echo a b | xargs -n 5

### quotes
printf '%s\n' "'a b' c" '"d  e" f\ g' | xargs -n 1; echo "a'b'c" | xargs; printf 'a\\nb\n' | xargs; echo "'open" | xargs; echo $?; printf '"a\nb"\n' | xargs -n1; echo $?

### zero bytes
printf 'a b\0c\n\0d' | xargs -0 -n 1 echo x; printf 'a\0\0b' | xargs -0 -n 1 echo

### replaced
seq 2 | xargs -I {} echo x{}y{}; printf ' a b \nc\n' | xargs -I % echo [%]; printf 'a b\nc\n' | xargs -i echo {}; echo x | xargs -I FILE echo 'a FILE b' FILE; printf '\n\n' | xargs -I {} echo x{}

### lines
printf 'a b\nc d\ne\n' | xargs -L 1 echo; printf 'a b \nc d\ne\n' | xargs -L 2 echo -; echo $?

### shown
echo a b | xargs -t echo; seq 2 | xargs -t -n 1 echo x

### status
echo a | xargs false; echo $?; echo a | xargs nosuch; echo $?; echo a | xargs sh -c 'exit 255'; echo $?; echo a | xargs sh -c 'exit 3'; echo $?; echo a | xargs ./text; echo $?; seq 2 | xargs -n 1 sh -c 'echo $0; exit 255'; echo $?

### end of input
printf 'a\nEND\nb\n' | xargs -E END; printf 'a b _ c\n' | xargs -e_; printf 'a b _ c\n' | xargs; printf 'a _ b\n' | xargs -e

### from a file
printf 'a\nb\n' > list; xargs -a list echo; echo x | xargs -a list sh -c 'cat; echo $0 $1'; xargs -a nosuch; echo $?

### input of the command
printf 'a\nb\n' | xargs -n1 sh -c 'read x; echo "$0 <$x>"'

### sizes
seq 20 | xargs -s 30 echo; seq 3 | xargs -s 5 echo; echo $?; seq 2000 | xargs | wc -l; seq 30000 | xargs | wc -l; printf 'abcdefghijklmnopqrstuvwxyz\n' | xargs -s 20 echo; echo $?

### parallel
seq 4 | xargs -P 2 -n 1 echo | sort; seq 4 | xargs -P 0 -n 2 echo | sort

### too large to fit
seq 3 | xargs -n 2 -x echo; echo $?

### options
xargs -q </dev/null; echo $?; echo a | xargs -n 0; echo $?; echo a | xargs -n x; echo $?

### with find
find . -name 's*' -print0 | sort -z | xargs -0 ls -d; find . -name '*.csv' | xargs grep -c ,
