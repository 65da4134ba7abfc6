FROM alpine:3.20 AS b
FROM alpine:3.20 AS b2
FROM b2
COPY --from=b /x /
