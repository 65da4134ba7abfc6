FROM alpine:3.20 AS Builder
RUN echo hi > /x
FROM alpine:3.20
COPY --from=BUILDER /x /x
