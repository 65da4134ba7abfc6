: "${DB_HOST:=localhost}" "${DB_PORT:=5432}"; export DB_HOST
URL="postgres://${DB_USER:-app}@${DB_HOST}:${DB_PORT}/${DB_NAME:-${DB_USER:-app}}"
echo "$URL"; (DB_PORT=1; echo "${DB_PORT}"); echo "$DB_PORT"
