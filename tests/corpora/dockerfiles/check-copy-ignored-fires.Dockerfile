FROM alpine:3.20
COPY ./tmp/* /t/
ADD tmp/a .env /t/
COPY src /s/
