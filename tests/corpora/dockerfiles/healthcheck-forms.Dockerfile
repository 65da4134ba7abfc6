FROM alpine:3.20
HEALTHCHECK --interval=1m30s --timeout=500ms --start-period=2s --start-interval=1s --retries=5 CMD ["true"]
HEALTHCHECK NONE
healthcheck cmd curl -f localhost || exit 1
