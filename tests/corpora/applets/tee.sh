### to files
echo a | tee x y; cat x y; echo b | tee -a x; cat x; echo c | tee x > /dev/null; cat x

### none
echo a | tee; printf 'no newline' | tee; tee < bytes | cmp - bytes

### failures
echo a | tee /nosuch/x; echo $?; echo a | tee sub; echo $?; echo a | tee sub y; echo $?; cat y

### dashes
echo a | tee -; echo a | tee -- -x; cat ./-x; echo a | tee -i x; echo a | tee -q; echo $?

### many lines
seq 10000 | tee x | tail -n 1; wc -l x
