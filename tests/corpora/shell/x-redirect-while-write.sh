cd "$T"; printf '1\n2\n' | while read n; do echo "n$n" >> acc; done; cat acc
