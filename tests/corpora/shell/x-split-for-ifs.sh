IFS=:; x=a:b:c
for i in $x; do echo "<$i>"; done
for i in a:b; do echo "<$i>"; done
for i in $(echo x:y); do echo "<$i>"; done
