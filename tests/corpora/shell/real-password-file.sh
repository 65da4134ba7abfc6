while IFS=: read -r user pw uid gid rest; do [ "$uid" -eq 0 ] && echo "$user $gid"; done <<E
root:x:0:0:root:/root:/bin/sh
bin:x:2:2:bin:/bin:/bin/sh
E
