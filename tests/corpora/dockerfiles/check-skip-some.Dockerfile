# check=skip=JSONArgsRecommended,MaintainerDeprecated
FROM alpine:3.20
CMD x
MAINTAINER y
WORKDIR z
