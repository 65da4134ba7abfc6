from alpine:3.20 as build
from build
run true
