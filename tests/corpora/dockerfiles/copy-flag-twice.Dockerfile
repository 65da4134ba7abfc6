FROM alpine:3.20
COPY --from=a --from=b x y
