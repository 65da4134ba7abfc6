### forms
stat -c '%n %s %a %A %f %F %u %U %g %G %h %y' text sub script.sh secret

### times
TZ=UTC stat -c '%Y %y' text; TZ=CET-1 stat -c '%y' text

### names
stat -c %N text; ln -s text ln; stat -c %N ln; stat -c '%n %F' ln; stat -L -c '%n %F %s' ln; stat -c '%F' empty

### special files
mkfifo p; stat -c '%F %a %A' p; mknod d c 1 3; stat -c '%F %t %T %A' d; mknod b b 8 1; stat -c '%F %t,%T %A' b

### widths
stat -c '[%10s] [%-10s] [%5a] [%.2n]' text; stat -c '%%%n' text; stat -c '%' text; stat -c 'no newline?' text; stat -c '%q' text

### blocks
stat -c '%b %B %o' text empty bytes; stat -c %h text; ln text t2; stat -c %h text

### faults
stat nosuch; echo $?; stat -c %n nosuch text; echo $?; stat; echo $?; stat -x text; echo $?

### modes
chmod 4755 text; stat -c '%a %A' text; chmod 2711 text; stat -c '%a %A' text; chmod 1000 text; stat -c '%a %A' text; chmod 0 text; stat -c '%a %A %f' text

### terse
stat -t text | cut -d ' ' -f 1,2,4-6; stat -t nosuch; echo $?

### full
stat text | sed -e 's/Device:.*Links/Device: Links/' -e '/Change:/d' -e '/Access: 2/d' -e 's/IO Block: [0-9]*/IO Block:/'; stat sub | head -2 | tail -1 | cut -c 1-20
