### encode
printf '' | base64; printf a | base64; printf ab | base64; printf abc | base64; echo hello | base64

### encode a file
base64 text; base64 bytes

### width
base64 -w 20 text; base64 -w 0 text; echo; base64 -w 76 ten

### decode
echo aGVsbG8K | base64 -d; base64 text | base64 -d | cmp - text; base64 -w 0 bytes | base64 -d | cmp - bytes; echo $?

### decode with rubbish
printf 'aGVs\nbG8K\n' | base64 -d; printf 'aG Vs!bG8K' | base64 -d; printf 'YQ==' | base64 -d; echo

### missing
base64 nosuch; echo $?; base64 dir; echo $?

### wrong options
base64 -Q; echo $?; base64 words other; echo $?; base64 -w x words; echo $?

### large
head -c 100000 /dev/zero | base64 | wc; head -c 100000 /dev/zero | base64 | base64 -d | wc -c
