FROM alpine:3.20 AS b
FROM busybox:1.36 AS c
FROM alpine:3.20 AS b
COPY --from=c /x /
