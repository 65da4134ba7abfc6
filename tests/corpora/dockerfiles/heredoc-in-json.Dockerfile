FROM alpine:3.20
RUN ["cat", "<<EOF"]
RUN echo b
