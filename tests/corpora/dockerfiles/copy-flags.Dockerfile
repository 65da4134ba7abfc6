FROM alpine:3.20
COPY --link --chown=1:2 --chmod=755 --parents --exclude=*.md --exclude=a/** ./a ./b/./c /d/
COPY --from=nginx:1.27 --link=false /etc/nginx /etc/nginx
