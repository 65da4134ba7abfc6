a='x"y'; esc() { printf '%s' "$1" | sed 's/\\/\\\\/g;s/"/\\"/g'; }; printf '{"a":"%s","n":%d,"l":[%s]}\n' "$(esc "$a")" 5 "$(printf '"%s",' p q | sed 's/,$//')"
