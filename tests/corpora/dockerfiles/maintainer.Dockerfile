FROM alpine:3.20
MAINTAINER Some One <one@example.org>
