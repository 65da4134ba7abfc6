FROM --platform=$BUILDPLATFORM alpine:3.20 AS b
FROM alpine:3.20
COPY --from=b /x /
