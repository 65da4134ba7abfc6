FROM alpine:3.20
ADD --chown=1 --chmod=u=rwX,go=rX --link --exclude=x --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d --unpack=true https://example.com/a.tgz /c/
ADD --keep-git-dir=true https://github.com/x/y.git#v1:sub /d
