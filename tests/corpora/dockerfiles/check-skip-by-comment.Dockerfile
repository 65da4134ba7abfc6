FROM alpine:3.20
# check=skip=WorkdirRelativePath
WORKDIR a
# check=skip=all
MAINTAINER x
CMD y
