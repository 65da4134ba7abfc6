FROM alpine:3.20
ONBUILD RUN echo hi
onbuild COPY ["a", "b"]
ONBUILD ENV A=1
