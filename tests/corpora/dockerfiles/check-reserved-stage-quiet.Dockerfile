FROM scratch AS scratch-base
COPY a /
