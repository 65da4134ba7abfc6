cd "$T"; mkdir d e; : > d/f; echo [d]/f [d/]f d/[f] ?/f
