mkdir -p /tmp/r/bin /tmp/r/lib /tmp/r/lib64 /tmp/r/etc; cp -r /lib /lib64 /tmp/r/ 2> /dev/null; cp /bin/busybox /tmp/r/bin/busybox; for a in sh ls cat pwd echo; do ln -s busybox /tmp/r/bin/$a; done; echo inner > /tmp/r/etc/name; ln -s /etc/name /tmp/r/link
### a program
chroot /tmp/r /bin/cat /etc/name; echo $?

### links are the new root's
chroot /tmp/r cat /link; chroot /tmp/r sh -c 'cd /..; pwd; ls /etc'

### writing
chroot /tmp/r sh -c 'echo new > /etc/new'; cat /tmp/r/etc/new

### missing folder
chroot /nosuch ls; echo $?; chroot /w/words ls; echo $?

### missing program
chroot /tmp/r nosuch; echo $?; chroot /tmp/r /w/script.sh; echo $?

### not root @1000
chroot /tmp/r ls; echo $?

### no arguments
chroot; echo $?

### status
chroot /tmp/r sh -c 'exit 7'; echo $?
