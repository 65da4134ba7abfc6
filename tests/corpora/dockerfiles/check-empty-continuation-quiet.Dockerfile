FROM alpine:3.20
RUN apk add \
  # a comment is no empty line
  curl
