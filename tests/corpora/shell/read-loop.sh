printf '1 one\n2 two\n\n3' > "$T/f"
while read n w; do echo "$n=$w"; done < "$T/f"
while read n w || [ -n "$n" ]; do echo "$n=$w"; done < "$T/f"
