d=$T/x; mkdir -p "$d/y z"; touch "$d/y z/f" "$d/-n"; rm -rf -- "$d/y z"; ls "$d"; rm -- "$d/-n"; ls -A "$d" | wc -l; rmdir "$d" && echo gone; rm -f $T/none && echo quiet; [ ! -e "$d" ] && echo ok
