FROM alpine:3.20
RUN <<- EOF
ENV A=1
