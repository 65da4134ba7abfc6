### by name
chown learner words; ls -l words | cut -c 1-34

### with a group
chown learner:staff words; chown daemon.staff other; ls -l words other | cut -c 1-34

### only a group
chown :staff words; chown .staff other; ls -l words other | cut -c 1-34

### the login group
chown learner: words; ls -l words | cut -c 1-34

### numbers
chown 1234 words; chown 5:6 other; chown 1000: ten; ls -ln words other ten | cut -c 1-34

### nobody of that name
chown nosuch words; echo $?; chown learner:nosuch words; echo $?; chown :nosuch words; echo $?

### missing file
chown learner nosuch words; echo $?; ls -l words | cut -c 1-34

### recursive
chown -R learner:learner dir; ls -lAR dir | cut -c 1-34; ls -l words | cut -c 1-34

### a link is followed
chown learner link; ls -l words link | cut -c 1-34

### a link itself
chown -h learner link dangling; ls -l words link dangling | cut -c 1-34

### a dangling link
chown learner dangling; echo $?; chown -R learner dangling; echo $?

### recursive and links
chown -R learner dirlink; ls -ld dir dirlink | cut -c 1-34; chown -RH staff dirlink; chown -RH daemon dirlink; ls -ld dir/a.txt | cut -c 1-34

### recursive over all links
chown -RL learner dir; ls -l words | cut -c 1-34

### set-ID bits go
chmod 6755 words; chown learner words; ls -l words | cut -c 1-34

### changes
chown -c learner words; chown -c learner words; chown -v daemon:staff words

### not allowed @1000
chown root secret; echo $?; chown :staff secret; echo $?; chown learner words; echo $?

### quiet
chown -f nosuch words; echo $?; chown -f learner nosuch; echo $?

### one operand
chown learner; echo $?; chown; echo $?

### empty owner
chown '' words; echo $?; chown : words; echo $?; ls -l words | cut -c 1-34

### no such option
chown -y learner words; echo $?

### big numbers
chown 4294967294 words; ls -ln words | cut -c 1-34; chown 4294967296 words; echo $?

### a group by chgrp
chgrp staff words; chgrp 77 other; ls -l words other | cut -c 1-34; chgrp nosuch words; echo $?

### a folder by chgrp
chgrp -R staff dir; ls -lR dir | cut -c 1-34

### chgrp to a group of one's own @1000
chgrp learner secret; echo $?; chgrp staff secret; echo $?

### recursive, not allowed @1000
chown -R learner dir 2>&1 | sort; chown -R learner /tmp; echo $?

### recursive, a folder that may not be read @1000
cd /tmp; mkdir d; chmod 000 d; chown -R learner d; echo $?
