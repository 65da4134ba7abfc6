FROM --platform=linux/amd64 alpine:3.20 AS build_amd64
FROM --platform=${BUILDPLATFORM} alpine:3.20
COPY --from=build_amd64 /x /
