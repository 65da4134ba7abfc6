"""Running a container with someone watching: `docker run` without -d, `docker start -a`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Box
    from tutor.shell.streams import Reader, Writer


def run_attached(
    box: Box,
    container: str,
    *,
    stdin: Reader | None,
    stdout: Writer | None,
    stderr: Writer | None,
) -> int:
    """Start a container, let its main program talk to these streams until it ends; return its exit code.

    `stdin` None: nothing to read. Output also goes to the container's log. A container with AutoRemove is gone
    afterwards. Raises EngineError (with `code` 125, 126 or 127) where the program cannot be started.
    """
    raise NotImplementedError


def attach(box: Box, container: str, *, stdout: Writer | None, stderr: Writer | None) -> int:
    """Watch a running container from now on until it ends; return its exit code. Raises EngineError."""
    raise NotImplementedError
