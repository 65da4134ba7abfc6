f() { echo func; }; f=var; unset f; echo "${f-none}"; f; unset -f f; f 2>/dev/null || echo gone
