FROM alpine:3.20
ARG V=foo.tar.gz
ENV A=${V#*.} B=${V##*.} C=${V%.*} D=${V%%.*} E=${V/o/0} F=${V//o/0} G=${V:-x} H=${V:+y} I=${V-z} J=${V+w}
