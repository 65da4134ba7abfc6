FROM alpine:3.20
RUN cat 3<<FILE <&3
body
FILE
