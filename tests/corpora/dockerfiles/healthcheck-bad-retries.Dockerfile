FROM alpine:3.20
HEALTHCHECK --retries=many CMD true
