cat <<'E'
a\
b
E
cat <<E
a \
  b
E
