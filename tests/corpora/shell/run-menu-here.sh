menu() { while read -r choice; do case "$choice" in q) echo bye; return;; [0-9]) echo "num $choice";; *) echo "what: $choice";; esac; done; }; menu <<E
1
x y
q
2
E
