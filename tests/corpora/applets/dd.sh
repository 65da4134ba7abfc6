### copy
dd if=words of=new 2> /dev/null; cmp words new; echo $?; dd < words 2> /dev/null | cmp - words; echo $?

### the records
dd if=words of=new 2>&1 | head -n 2; dd if=words of=/dev/null bs=7 2>&1 | head -n 2; dd if=empty of=new 2>&1 | head -n 2

### count
dd if=text bs=10 count=2 2> /dev/null; echo; dd if=/dev/zero of=new bs=1k count=5 2>&1 | head -n 2; wc -c new

### skip
dd if=words bs=1 skip=5 count=5 2> /dev/null; echo; dd if=words bs=5 skip=1 count=1 2> /dev/null; echo; dd if=words skip=100 2>&1 | head -n 2

### seek
echo 0123456789 > f; dd if=other of=f bs=1 seek=3 count=2 2> /dev/null; cat f; echo; dd if=other of=new bs=4 seek=2 count=1 2> /dev/null; od -c new

### seek without truncation
echo 0123456789 > f; dd if=other of=f bs=1 seek=3 count=2 conv=notrunc 2> /dev/null; cat f; dd if=other of=f bs=3 count=1 conv=notrunc 2> /dev/null; cat f

### sizes
for s in 1c 1w 1b 1k 1K 1kB 1M 1MB; do dd if=/dev/zero of=new bs=$s count=1 2> /dev/null; stat -c %s new; done

### different blocks
dd if=text of=new ibs=10 obs=25 2>&1 | head -n 2; cmp text new; dd if=text of=new ibs=100 obs=7 2>&1 | head -n 2

### sync
printf abc | dd bs=8 conv=sync 2> /dev/null | od -c; printf abcdefghij | dd ibs=4 obs=4 conv=sync 2> /dev/null | od -c

### swab
printf abcdef | dd conv=swab 2> /dev/null; echo; printf abcde | dd conv=swab 2> /dev/null; echo

### bytes instead of blocks
dd if=text skip=4 count=5 iflag=skip_bytes,count_bytes 2> /dev/null; echo; echo 0123456789 > f; printf X | dd of=f seek=3 oflag=seek_bytes conv=notrunc 2> /dev/null; cat f

### append
dd if=other of=words oflag=append conv=notrunc 2> /dev/null; cat words

### status
dd if=words of=new status=none; dd if=words of=new status=noxfer

### missing
dd if=nosuch of=new; echo $?; ls new; dd if=words of=nosuch/x; echo $?

### a folder
dd if=words of=dir; echo $?

### wrong operands
dd nonsense; echo $?; dd foo=bar; echo $?

### wrong words
dd conv=foo if=words; echo $?; dd status=foo; echo $?; dd bs=x if=words; echo $?; dd bs=0 if=words; echo $?

### no permission @1000
dd if=/root/x; echo $?; dd if=words of=other; echo $?

### the mode of a new file
umask 027; dd if=words of=new 2> /dev/null; ls -l new | cut -c 1-10

### from a pipe
seq 1000 | dd of=new 2> /dev/null; wc -l new; seq 1000 | dd bs=10 count=2 2> /dev/null; echo
