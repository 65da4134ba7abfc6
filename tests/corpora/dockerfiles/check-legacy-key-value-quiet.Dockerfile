FROM alpine:3.20
ENV PATH_TO=/srv/app A="b c"
LABEL about="this is text"
