# dash differs
host=h:80; h=${host%%:*}; p=${host##*:}; echo "$h $p"; start=0; timeout=3; i=0; while [ $i -lt $timeout ]; do i=$((i+1)); [ $i -eq 2 ] && { echo up; break; }; sleep 0; done; [ $i -lt $timeout ] && echo "after $i"; shift 2>/dev/null || true; exec echo run "$@"
