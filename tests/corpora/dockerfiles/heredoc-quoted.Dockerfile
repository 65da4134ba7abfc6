FROM alpine:3.20
RUN <<'EOF' cat
$HOME
EOF
RUN cat <<"A B"
text
A B
