check() { [ "$(cat $T/state 2>/dev/null)" = up ]; }; check || echo down; echo up > $T/state; check && echo healthy; for i in 1 2 3; do if check; then echo "ok at $i"; break; fi; done
