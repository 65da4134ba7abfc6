FROM alpine:3.20
RUN echo a \
# only a comment
