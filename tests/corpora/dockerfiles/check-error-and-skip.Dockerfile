# check=skip=all;error=true
FROM alpine:3.20
CMD x
