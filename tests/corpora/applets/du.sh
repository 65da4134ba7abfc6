### a folder
du dir | sort; du void; du

### summary
du -s dir; du -s dir void words; du -sh dir; du -sk dir; du -sm dir

### all
du -a dir | sort -k 2

### depth
du -d 0 dir; du -d 1 dir | sort -k 2; du -ad 1 dir | sort -k 2

### human
head -c 1500000 /dev/zero > dir/big; du -h dir/big; du -ah dir | sort -k 2

### total
du -c void words; du -sc dir void; du -ch words other

### files
du words; du -k words; du -b words other; du -b dir | sort -k 2; du -m words

### hard links
ln words dir/twin; ln words dir/twin2; du -a dir | sort -k 2 | grep twin | wc -l; du -al dir | grep -c twin; du words dir/twin

### links
du dirlink; du -L dirlink | sort -k 2; du -H dirlink | sort -k 2; du link; du -L link

### missing
du nosuch; echo $?; du words nosuch void; echo $?

### no permission @1000
du dir 2>&1 | sort; du /root; echo $?

### wrong options
du -Q; echo $?; du -d x; echo $?
