FROM alpine:3.20
HEALTHCHECK curl localhost
