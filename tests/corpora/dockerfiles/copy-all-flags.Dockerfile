FROM alpine:3.20
COPY --from=busybox:1.36 --chown=1:2 --chmod=0755 --link --parents --exclude=*.md --exclude=docs a b /c/
