cd "$T"; : > 'a b'; : > c
for f in *; do printf '[%s]' "$f"; done; echo
for f in "*" '*' \*; do printf '[%s]' "$f"; done; echo
