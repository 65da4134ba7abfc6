### make
mkfifo p; ls -l p | cut -c 1-10; [ -p p ]; echo $?

### mode
mkfifo -m 600 p; mkfifo -m u=rw,go= q; ls -l p q | cut -c 1-10; mkfifo -m 999 r; echo $?

### umask
umask 077; mkfifo p; ls -l p | cut -c 1-10

### it is there
mkfifo words; echo $?; mkfifo nosuch/p; echo $?

### none and two
mkfifo; echo $?; mkfifo p q; echo $?

### no permission @1000
mkfifo p; echo $?; mknod c c 1 3; echo $?; cd /tmp; mknod c c 1 3; echo $?; mknod p p; ls -l p | cut -c 1-10

### nodes
mknod n c 1 3; mknod -m 640 b b 8 1; mknod p p; ls -l n b p | cut -c 1-43

### wrong nodes
mknod n x 1 3; echo $?; mknod n c 1; echo $?; mknod n p 1 2; echo $?; mknod n c a b; echo $?
