FROM alpine:3.20
# check=skip=JSONArgsRecommended
CMD echo a
# check=skip=all
ENTRYPOINT echo b
