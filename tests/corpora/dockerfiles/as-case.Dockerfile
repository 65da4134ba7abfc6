FROM alpine:3.20 as base
from base AS other
From other As third
