FROM alpine:3.20
RUN << EOF
echo a
EOF
RUN echo b
