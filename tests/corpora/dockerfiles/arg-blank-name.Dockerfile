FROM alpine:3.20
ARG =1
