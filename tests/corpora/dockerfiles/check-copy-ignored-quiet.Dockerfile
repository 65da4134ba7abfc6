FROM alpine:3.20
COPY . /t/
COPY --from=busybox:1.36 /tmp /x
COPY src /s/
ADD https://example.com/tmp /u
