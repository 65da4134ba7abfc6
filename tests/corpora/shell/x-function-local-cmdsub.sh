f() { local x=$(echo a b); echo "$x"; local y="$(false)"; echo $?; }
f
