[ -n "$$" ] && [ "$$" -gt 0 ] && echo pid
(echo $$) | { read x; [ "$x" = "$$" ] && echo same; }
