"""What ends a build early."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class BuildFault(LayerwiseError):
    """A build that fails. `message` is what follows "failed to solve: "; `lines` are those of the Dockerfile to show.

    `step` is the title of the vertex that failed, `tail` its last lines of output. One that is not `located` shows no
    lines even where they are known: its vertex stands for no instruction.
    """

    def __init__(
        self,
        message: str,
        lines: tuple[int, int] | None = None,
        step: str = "",
        tail: tuple[str, ...] = (),
        *,
        located: bool = True,
    ) -> None:
        super().__init__(message)
        self.lines = lines
        self.step = step
        self.tail = tail
        self.located = located
