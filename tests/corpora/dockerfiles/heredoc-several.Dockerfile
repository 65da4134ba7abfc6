FROM alpine:3.20
RUN <<ONE cat && cat <<TWO
first
ONE
second
TWO
CMD ["sh"]
