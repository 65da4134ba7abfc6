FROM alpine:3.20
LABEL a=b "c d"="e f" g='h i'
LABEL multi="line \
continued"
LABEL old value here
