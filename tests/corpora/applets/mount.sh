### not root @1000
mount -t tmpfs none /tmp; echo $?; mount -o bind /tmp /home; echo $?

### nothing of that name @1000
mount nothing; echo $?

### unmounting @1000
umount /nosuch; echo $?; umount; echo $?
