FROM alpine:3.20
ONBUILD COPY <<E /x
hi
E
ONBUILD RUN <<E
true
E
