cat <<A | sed 's/^/>/' ; cat <<B
one
A
two
B
x=$(cat <<E
in subst
E
); echo "$x"
