cd "$T"
cat > app.conf.tpl <<'E'
host=${HOST}
port=${PORT}
E
HOST=example PORT=8080
while IFS= read -r line; do eval "echo \"$line\""; done < app.conf.tpl > app.conf
cat app.conf
