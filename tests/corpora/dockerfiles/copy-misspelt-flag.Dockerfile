FROM alpine:3.20
COPY --chwon=1 x y
