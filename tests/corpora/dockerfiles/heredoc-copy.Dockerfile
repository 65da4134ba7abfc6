FROM alpine:3.20
ENV WHO=you
COPY <<hello.txt <<'raw.txt' /etc/
hi $WHO
hello.txt
no $WHO
raw.txt
