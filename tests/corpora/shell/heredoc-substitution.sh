x=$(cat <<E
inside
E
)
echo "$x"
echo "$(cat <<'E'
a ) b
E
)"
