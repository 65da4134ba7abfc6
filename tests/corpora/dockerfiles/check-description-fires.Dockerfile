# check=experimental=InvalidDefinitionDescription
# the version
ARG VERSION=1
# base of all
FROM alpine:3.20 AS base
# some port
ARG PORT=1 HOST=2
