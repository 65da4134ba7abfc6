FROM alpine:3.20
RUN --mount=type=cache,target=/root/.cache,sharing=locked --mount=type=bind,from=build,source=/a,target=/b,ro make
