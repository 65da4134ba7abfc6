FROM alpine:3.20
RUN --mont=type=cache,target=/x ls
