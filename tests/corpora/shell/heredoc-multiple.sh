cat <<A; cat <<B
a
A
b
B
cat <<A - <<B
one
A
two
B
