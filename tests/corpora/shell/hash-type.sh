hash -r; type echo >/dev/null && echo builtin
command -v sh >/dev/null && echo found
command -V nosuchcmd >/dev/null 2>&1 || echo missing
