FROM alpine:3.20
COPY tmp /t/
