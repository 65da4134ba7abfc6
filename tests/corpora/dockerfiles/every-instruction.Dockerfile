# syntax=docker/dockerfile:1
ARG BASE=alpine:3.20
FROM ${BASE} AS base
ARG VERSION=1.0 DEBUG
ENV APP=shop PORT=8080
LABEL org.opencontainers.image.title="The shop" team=web
RUN adduser -D web
WORKDIR /srv/shop
COPY --chown=web:web src/ ./
ADD https://example.org/data.tar.gz /tmp/
EXPOSE 8080 9090/udp
VOLUME ["/data", "/cache"]
USER web
HEALTHCHECK --interval=30s --timeout=3s --retries=2 CMD wget -q localhost:8080
STOPSIGNAL SIGQUIT
SHELL ["/bin/sh", "-ec"]
ENTRYPOINT ["/srv/shop/start"]
CMD ["--port", "8080"]
ONBUILD COPY config.toml /srv/shop/
