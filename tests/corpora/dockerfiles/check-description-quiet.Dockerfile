# check=experimental=all
# VERSION is the version
ARG VERSION=1
# base is what all stand on
FROM alpine:3.20 AS base
# nobody described this

# about
RUN true
