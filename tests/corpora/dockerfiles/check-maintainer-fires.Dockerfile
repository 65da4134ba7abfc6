FROM alpine:3.20
MAINTAINER Ann Other <ann@example.com>
