"""A terminal as programs read it: line by line, as somebody types.

One rule: who has typed nothing more is not at the end of the input. The end is Ctrl-D, and it may be read on after it.
"""

from __future__ import annotations

from tutor.shell.streams import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.limits import Meter

CTRL_C = "\x03"
CTRL_D = "\x04"
CONTROL = (CTRL_C, CTRL_D)
"""What is typed alone on a line to interrupt a program that reads, or to end its input."""


class Interrupted(BaseException):
    """Ctrl-C was typed while a program read the terminal. Whoever does not take it ends by it, with status 130."""


class Terminal(Reader):
    r"""What is typed at a terminal. `ask()` waits for the next line and returns it, without its `\n`.

    `seen` is whether what is typed shows on the screen; a program that asks for a secret turns that off. `meter` counts
    the steps of the shell that runs in the foreground: afresh for each line.
    """

    __slots__ = ("_ask", "meter", "seen")

    def __init__(self, ask: Callable[[], str]) -> None:
        super().__init__(tty=True)
        self._ask = ask
        self.seen = True
        self.meter: Meter | None = None

    def echo(self, on: bool) -> None:
        """Show what is typed from now on, or do not."""
        self.seen = on

    def _fill(self) -> bytes:
        line = self._ask()
        if self.meter is not None:
            self.meter.reset()
        if line == CTRL_C:
            raise Interrupted
        return b"" if line == CTRL_D else f"{line}\n".encode("utf-8", "surrogateescape")
