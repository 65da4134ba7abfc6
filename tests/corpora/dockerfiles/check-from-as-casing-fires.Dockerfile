FROM alpine:3.20 as build
FROM build As other
RUN true
