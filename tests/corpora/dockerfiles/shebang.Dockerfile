#!/usr/bin/env docker
FROM alpine:3.20
