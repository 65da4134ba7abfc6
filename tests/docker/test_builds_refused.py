"""Builds that are refused before or while they are solved, in BuildKit's words."""

from __future__ import annotations

import pytest

from tests.docker.lab import Lab
from tests.support.sandbox import hub
from tutor.dataclass import replace

HOME = "/home/learner"


def lab(dockerfile: str) -> Lab:
    """A sandbox whose learner has a Dockerfile and a file beside it."""
    machine = Lab(hub())
    machine.fs.write(f"{HOME}/Dockerfile", dockerfile.encode())
    machine.fs.write(f"{HOME}/f.txt", b"content\n")
    machine.state = replace(machine.state, host=machine.fs.tree)
    return machine


@pytest.mark.parametrize(
    ("flags", "error"),
    [
        ("-t UPPER", 'failed to build: invalid tag "UPPER": repository name must be lowercase'),
        ("--network nope", 'failed to build: network mode "nope" not supported by buildkit - you can define a custom '
         "network for your builder using the network driver-opt in buildx create"),
        ("--output type=nope", 'failed to build: failed to solve: exporter "nope" could not be found'),
        ("--attest nope", "invalid value nope"),
        ("--attest a=b", "attestation type not specified"),
        ("--ssh default", "failed to build: failed to convert agent config {default [] false}: invalid empty ssh agent "
         "socket: make sure SSH_AUTH_SOCK is set"),
        ("--call nope", "failed to build: failed to solve: unsupported request frontend.nope: unsupported request "
         "frontend.nope"),
    ],
)  # fmt: skip
def test_flags(flags: str, error: str) -> None:
    assert lab("FROM alpine:3.20\n").run(f"docker build {flags} .") == (1, "", f"ERROR: {error}\n")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("COPY --chmod=abc f.txt /x", "invalid syntax"),
        ("ADD --checksum=sha256:00 f.txt /x", "checksum requires HTTP(S) or Git sources"),
    ],
)
def test_a_dockerfile_is_read_before_its_first_step(line: str, error: str) -> None:
    ran = lab(f"FROM alpine:3.20\n{line}\n").run("docker build .")
    assert ran.code == 1
    assert f"   2 | >>> {line}\n" in ran.err
    assert ran.err.endswith(f"ERROR: failed to build: failed to solve: {error}\n")
    assert "] FROM" not in ran.err


def test_a_required_secret_fails_its_step() -> None:
    step = "RUN --mount=type=secret,id=y,required=true cat /run/secrets/y"
    ran = lab(f"FROM alpine:3.20\n{step}\n").run("docker build .")
    assert "ERROR: secret y: not found\n------\n > [stage-0 2/2] RUN --mount" in ran.err


def test_an_image_of_a_mount_has_no_line() -> None:
    ran = lab("FROM alpine:3.20\nRUN --mount=type=bind,from=nope,target=/x ls\n").run("docker build .")
    assert ran.code == 1
    assert ">>>" not in ran.err


def test_a_step_is_cached_for_the_platform_that_it_was_built_for() -> None:
    machine = lab("FROM alpine:3.20\nRUN echo a > /a\n")
    assert machine.run("docker build .").code == 0
    assert machine.run("docker build .").err.count("CACHED") == 1
    other = machine.run("docker build --platform linux/arm64 .").err
    assert "RUN echo a > /a\n#5 DONE" in other or "CACHED" not in other.partition("RUN echo")[2]


def test_flags_of_the_builder_before_buildkit_warn() -> None:
    assert lab("FROM alpine:3.20\n").run("docker build --squash .").err.startswith(
        "WARNING: experimental flag squash is removed with BuildKit."
    )
