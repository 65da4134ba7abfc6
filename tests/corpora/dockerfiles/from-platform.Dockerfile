FROM --platform=$BUILDPLATFORM alpine:3.20 AS build
FROM --platform=linux/arm64 alpine:3.20
FROM --platform=$TARGETPLATFORM alpine:3.20 AS t
