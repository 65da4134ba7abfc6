FROM alpine:3.20
RUN <<EOF
set -e
for i in 1 2; do
  echo $i
done
EOF
RUN echo after
