cd "$T"; : > 'a b'; : > 'a c'; : > ab
for f in a\ *; do echo "<$f>"; done
for f in "a "*; do echo "<$f>"; done
d=.; for f in "$d"/a*; do echo "<$f>"; done
