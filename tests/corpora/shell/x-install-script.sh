set -eu
prefix="$T/usr"; mkdir -p "$prefix/bin" "$prefix/share"
for tool in one two; do printf '#!/bin/sh\necho %s "$@"\n' "$tool" > "$prefix/bin/$tool"; chmod 755 "$prefix/bin/$tool"; done
PATH=$prefix/bin:$PATH
one x; two y z
for f in "$prefix"/bin/*; do [ -x "$f" ] && echo "${f##*/} ok"; done
rm -r "$prefix/share"; [ -d "$prefix/share" ] || echo removed
