# the version
ARG VERSION=1
FROM alpine:3.20
RUN true
