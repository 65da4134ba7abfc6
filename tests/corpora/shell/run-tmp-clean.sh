t=$(mktemp -d) && echo ok; [ -d "$t" ] && echo dir; f=$(mktemp "$t/x.XXXXXX"); [ -f "$f" ] && echo file; trap 'rm -rf "$t"' EXIT; (exit 3); echo $?
