# Syntax = docker/dockerfile:1.7 
#escape=\
#  check=skip=all;error=true
# unknown=1
# escape=`
FROM alpine:3.20
