printf 'Hello ${NAME}, port ${PORT}\n' > $T/t; NAME=bob PORT=80; sed -e "s|\${NAME}|$NAME|g" -e "s|\${PORT}|$PORT|g" $T/t; eval "cat <<EOF
$(cat $T/t)
EOF"
