"""`docker exec`: one more program in a running container."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Box
    from tutor.shell.streams import Reader, Writer


@dataclass(frozen=True, slots=True)
class ExecRequest:
    """What to run: `environment` are texts "NAME=value"; empty `user` and `workdir` mean the container's own."""

    argv: tuple[str, ...]
    user: str = ""
    workdir: str = ""
    environment: tuple[str, ...] = ()
    tty: bool = False
    detach: bool = False
    privileged: bool = False


def execute(
    box: Box,
    container: str,
    request: ExecRequest,
    *,
    stdin: Reader | None,
    stdout: Writer | None,
    stderr: Writer | None,
) -> int:
    """Run a program in a running container; return its exit code. Raises EngineError.

    A program that cannot be started raises one with `code` 126 or 127 and the runtime's text ("OCI runtime exec
    failed: …"), which the docker command prints on standard output.
    """
    raise NotImplementedError
