ARG TAG=latest
ARG NAME
FROM busybox:${TAG}${NAME}
FROM ${NAME:-busybox}
RUN true
