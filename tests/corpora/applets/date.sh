### of a time
date -u -d @0; date -u -d @1706933106; TZ=UTC date -d @1706933106

### forms
date -u -d @1706933106 +%Y-%m-%dT%H:%M:%SZ; date -u -d @1706933106 '+%a %A %b %B %d %e %j %y %C %H %I %M %S %p %u %w %U %V %W %Z %z %s %D %F %T %R %r %c %x %X %h %n%t%% %G %g %k %l'; date -u -d @1706933106 +; date -u -d @1706933106 +%q

### ISO 8601
date -u -d @1706933106 -I; date -u -d @1706933106 -Iseconds; date -u -d @1706933106 -Iminutes; date -u -d @1706933106 -Ihours; date -u -d @1706933106 -Iwrong; echo $?; date -u -d @1706933106 -Idate; date -u -d @1706933106 -Ins | cut -c 1-19

### RFC 2822
date -u -R -d @1706933106; date -R -d @1706933106

### dates read
date -u -d '2024-02-03 04:05:06'; date -u -d '2024-02-03 04:05'; date -u -d 2024-02-03; date -u -d 2024.02.03-04:05; date -u -d 202402030405; date -u -d 202402030405.06

### of a file
date -u -r text; date -u -r nosuch; echo $?; date -u -r sub +%s

### zones
TZ=CET-1 date -d @1706933106; TZ=CET-1CEST,M3.5.0,M10.5.0/3 date -d @1720000000 '+%c %Z %z'; TZ=EST5EDT date -d @1706933106; TZ=EST5EDT date -u -d @1706933106

### a form of one's own
date -u -D %d.%m.%Y -d 03.02.2024 +%F; date -u -D '%Y/%m/%d %H:%M' -d '2024/02/03 04:05' +%s; date -u -D %Y -d nonsense; echo $?

### wrong
date -d nonsense; echo $?; date -d; echo $?; date nonsense; echo $?; date -u -d 2024-13-01; echo $?; date -x; echo $?; date +%Y +%m -d @0; echo $?

### leap days and years
date -u -d @951782400 '+%F %j %U %V %G'; date -u -d @1735603200 '+%F %j %V %G'; date -u -d @1609459200 '+%F %j %V %G'; date -u -d @-86400 +%F; date -u -d @4102444800 +%F

### forms read
date -u -D '%b %d %Y' -d 'Feb 03 2024' +%F; date -u -D '%y%j' -d 24034 +%F; date -u -D %s -d 86400 +%F; date -u -D '%d %B %Y %T' -d '3 february 2024 04:05:06' +%s; date -u -D '%a, %D %R' -d 'Sat, 02/03/24 04:05' +%s; date -u -D '%H:%M' -d '4:5 and more' +%T; date -u -D %Y%m%d -d 20240203 +%s; TZ=CET-1CEST,M3.5.0,M10.5.0/3 date -D %Y-%m-%d -d 2024-07-01 +%s

### summer time
z=CET-1CEST,M3.5.0,M10.5.0/3; for t in 1711846799 1711846800 1729990799 1729990800; do TZ=$z date -d @$t '+%F %T %Z %z'; done; TZ=$z date -d '2024-07-01 12:00'; TZ=$z date -d '2024-01-01 12:00' +%s

### summer time in the south, days of the year
z='AEST-10AEDT,M10.1.0,M4.1.0/3'; TZ=$z date -d @1704067200 '+%T %Z'; TZ=$z date -d @1720000000 '+%T %Z'; TZ='ABC5DEF4,J60/1,300' date -d @1709269199 '+%F %T %Z'; TZ='ABC5DEF4,J60/1,300' date -d @1709273000 '+%F %T %Z'; TZ='<+03>-3' date -d @0; TZ='<-0330>3:30' date -d @0 '+%T %Z %z'; TZ=EST5EDT date -d @1720000000
