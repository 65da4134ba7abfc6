cat <<A
$(cat <<B
inner
B
)
outer
A
