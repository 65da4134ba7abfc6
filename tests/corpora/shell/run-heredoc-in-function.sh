mk() { cat > "$1" <<EOF
name=$2
path=${3:-/none}
EOF
}
mk $T/a one; mk $T/b two /p; cat $T/a $T/b
