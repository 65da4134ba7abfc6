FROM alpine:3.20
WORKDIR /srv
Copy a b
run true
USER nobody
