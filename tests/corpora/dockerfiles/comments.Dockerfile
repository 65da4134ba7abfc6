# first
FROM alpine:3.20
# second
RUN echo a \
# inside
  # inside, indented
  && echo b
#
RUN echo '# no comment' # a shell comment
