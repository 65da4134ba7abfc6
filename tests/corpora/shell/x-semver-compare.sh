ge() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort | head -n1)" = "$2" ]; }
ge 2.0 1.0 && echo yes; ge 1.0 2.0 || echo no; ge 1.0 1.0 && echo same
