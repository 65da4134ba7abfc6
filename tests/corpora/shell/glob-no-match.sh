cd "$T"
echo *.nope [xyz] ?
for f in *.txt; do echo "$f"; [ -e "$f" ] || echo none; done
