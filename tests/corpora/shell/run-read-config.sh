cat > $T/c <<'EOF'
# comment
key = value with spaces
empty=
url=http://x/?a=b
EOF
while IFS='=' read -r k v; do case $k in ''|\#*) continue;; esac; k=$(echo $k); echo "$k -> ${v# }"; done < $T/c
