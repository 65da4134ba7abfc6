FROM alpine:3.20
HEALTHCHECK --timeout=10us CMD true
