yes | head -2
while true; do echo loop; done | head -2
yes x | { read a; read b; echo $a$b; }
echo end
