"""What programs say of the processor agrees with the image's platform, in containers, build steps and prompts."""

from __future__ import annotations

import pytest

from tests.support.sandbox import run, session
from tutor.oci.platform import Platform


def said(line: str) -> str:
    code, out = run(session(), line)
    assert code == 0, out
    return out


@pytest.mark.parametrize(("image", "command", "arm", "intel"), [
    ("alpine:3.20", "uname -m", "aarch64", "x86_64"),
    ("alpine:3.20", "arch", "aarch64", "x86_64"),
    ("alpine:3.20", "apk --print-arch", "aarch64", "x86_64"),
    ("debian:12-slim", "dpkg --print-architecture", "arm64", "amd64"),
    ("python:3.12-slim", "python -c 'import platform; print(platform.machine())'", "aarch64", "x86_64"),
    ("node:22-slim", "node -p process.arch", "arm64", "x64"),
    ("golang:1.23", "go env GOARCH", "arm64", "amd64"),
])  # fmt: skip
def test_in_a_container(image: str, command: str, arm: str, intel: str) -> None:
    line = f"docker run --rm --quiet --platform linux/{{}} {image} {command} 2> /dev/null"
    assert said(line.format("arm64")).strip() == arm
    assert said(line.format("amd64")).strip() == intel


def test_in_a_build_step_and_on_the_host() -> None:
    script = "printf 'FROM alpine:3.20\\nRUN uname -m > /m\\n' | docker build -q --platform linux/{} -t a -; " \
             "docker run --rm a cat /m 2> /dev/null"  # fmt: skip
    assert said(script.format("arm64")).endswith("\naarch64\n")
    assert said(script.format("amd64")).endswith("\nx86_64\n")
    assert said("uname -m; arch") == "x86_64\nx86_64\n"


def test_what_kernels_call_processors() -> None:
    named = {"linux/amd64": "x86_64", "linux/arm64": "aarch64", "linux/arm/v7": "armv7l", "linux/arm/v6": "armv6l",
             "linux/386": "i686", "linux/s390x": "s390x"}  # fmt: skip
    assert {text: Platform.parse(text).machine for text in named} == named
