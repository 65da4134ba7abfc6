FROM alpine:3.20
LABEL name="Grüße" 日本=語
RUN echo ünïcödé
COPY --chown=é a b
