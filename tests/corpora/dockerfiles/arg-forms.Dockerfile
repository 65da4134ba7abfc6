ARG A
ARG B=1 C="x y" D
FROM alpine:${B}
ARG A
ARG E=${B:-2}
