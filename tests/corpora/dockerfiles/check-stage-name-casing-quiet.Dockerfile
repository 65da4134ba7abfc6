FROM alpine:3.20 AS build-1
FROM build-1
RUN true
