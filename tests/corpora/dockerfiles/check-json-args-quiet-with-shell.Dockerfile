FROM alpine:3.20
SHELL ["/bin/sh", "-ec"]
CMD echo hi
