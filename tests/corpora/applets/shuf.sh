### all lines are there
seq 20 | shuf | sort -n | tr '\n' ' '; shuf words | sort; shuf -e a b c | sort; shuf -i 3-6 | sort

### some lines
seq 20 | shuf -n 5 | wc -l; shuf -n 2 -e a b c | wc -l; shuf -n 100 words | wc -l; shuf -n 0 words; shuf -i 1-1000 -n 3 | wc -l

### output
shuf -o new words; sort new | head -n 3; shuf -z -e a b | tr '\0' '\n' | sort

### wrong ranges
shuf -i 5-3; echo $?; shuf -i x; echo $?; shuf -i 1-2 words; echo $?; shuf -e -i 1-2; echo $?; shuf words other; echo $?

### missing
shuf nosuch; echo $?; shuf empty
