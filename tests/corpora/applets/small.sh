### uname
uname -s; uname -z; echo $?; uname extra; echo $?

### whoami
whoami; logname; echo $?; groups; whoami x; echo $?

### whoami, learner @1000
whoami; groups; groups root; echo $?; groups nosuch; echo $?

### yes
yes | head -n 2; yes a b | head -n 2; yes '' | head -n 1; yes -n | head -n 1

### sleep
sleep; echo $?; sleep x; echo $?; sleep 0; echo $?; sleep 0.01 0.01; echo $?; sleep -1; echo $?; sleep 0s 0m 0h 0d; echo $?; sleep 1x; echo $?; usleep 10; echo $?; usleep; echo $?; usleep x; echo $?

### tty
tty; echo $?; tty -s; echo $?; tty -x; echo $?; tty < text; echo $?

### link
link text t2; ls -l text t2 | cut -c 1-44; link text t2; echo $?; link nosuch x; echo $?; link text; echo $?; link sub x; echo $?

### sync
sync; echo $?; sync text; echo $?; sync nosuch; echo $?; sync -d text; echo $?; sync -f .; echo $?

### nproc
nproc x; nproc | grep -c '^[0-9]*$'; nproc --ignore=100; nproc -x; echo $?

### clear
clear | od -c; reset | od -c

### fallocate
fallocate -l 100 f; wc -c f; fallocate -o 50 -l 100 f; wc -c f; fallocate f; echo $?; fallocate -l 1k g; wc -c g; fallocate -l 0 g; echo $?; fallocate -l 10; echo $?; fallocate -l 5 f; wc -c f; fallocate -l 10 sub; echo $?

### setsid
setsid echo a; setsid; echo $?; setsid nosuch; echo $?; ionice -c 3 echo b; setsid -c echo c; ionice -n 1 -c 2 echo d

### true ones
true x y; echo $?; false --help; echo $?; true --help; echo $?

### hostname
hostname | wc -l; hostname -x; echo $?; hostname -s | wc -l
