FROM alpine:3.20 AS a
COPY --from=b /x /
FROM alpine:3.20 AS b
COPY --from=a /x /
