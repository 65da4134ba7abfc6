x="$(cat <<'E'
it's "quoted"
E
)"; echo "$x"
