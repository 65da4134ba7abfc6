FROM alpine:3.20
RUN --mount=type=secret,id="a b" --network=none echo hi
COPY --chown="1:2" -- --odd /x/
