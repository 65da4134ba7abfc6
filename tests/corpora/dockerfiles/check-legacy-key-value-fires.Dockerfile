FROM alpine:3.20
ENV PATH_TO /srv/app
LABEL about this is text
