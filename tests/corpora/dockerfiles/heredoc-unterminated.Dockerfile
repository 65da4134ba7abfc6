FROM alpine:3.20
RUN echo a
COPY <<EOF /x
never closed
