"""What ends a simulated program from outside: what it may use up, and someone who does not want to wait any longer."""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final, TypeVar

    T = TypeVar("T")


class Limits(Record):
    """Upper bounds for one line or one container's main program; every bound is a plain count.

    `steps`: commands run, loop rounds, words expanded, pieces read (`LINES` lines or writes are one). `depth`: nested
    functions, subshells, `eval`s, scripts. `output`: bytes written to all streams together. `memory`: bytes held by
    variables, and by one expanded word. `processes`: tasks alive at the same time (background jobs and pipeline
    stages). `intake`: bytes of an archive that are worked through at once.
    """

    __slots__ = __match_args__ = ("steps", "depth", "output", "memory", "processes", "intake")
    steps: Final[int]
    depth: Final[int]
    output: Final[int]
    memory: Final[int]
    processes: Final[int]
    intake: Final[int]

    def __init__(
        self,
        steps: int = 1_000_000,
        depth: int = 1000,
        output: int = 256 * 1024 * 1024,
        memory: int = 32 * 1024 * 1024,
        processes: int = 200,
        intake: int = 8 << 30,
    ) -> None:
        self.steps = steps
        self.depth = depth
        self.output = output
        self.memory = memory
        self.processes = processes
        self.intake = intake


DEFAULT_LIMITS = Limits()
LINES = 8
"""Lines of a file that count as one step: a program takes about as long for them as the shell for a command."""


class LimitExceeded(LayerwiseError):
    """A bound of `Limits` was passed. It ends the whole run, not one command; `code` is the exit status to give."""

    code = 137

    def __init__(self, what: str) -> None:
        super().__init__(f"layerwise: stopped: {what}")


class Stopped(BaseException):
    """Someone asked the run to end. It unwinds altogether, with status `STOPPED`."""


STOPPED = 130
"""The exit status of what was stopped, as that of a program that SIGINT ended."""


class Stop:
    """How to end a run from outside, and whether it ended by itself.

    `asked` may be set at any time, by another thread or a signal handler; all work that may take long looks at it.
    `exceeded` is whether a program was ended by its limits.
    """

    __slots__ = ("asked", "exceeded")

    def __init__(self) -> None:
        self.asked = False
        self.exceeded = False

    def check(self) -> None:
        """Raise Stopped if the run is to end."""
        if self.asked:
            raise Stopped

    def watch(self, pieces: Iterable[T]) -> Iterator[T]:
        """Yield the pieces of some long work, as long as nobody asks to end it. Raises Stopped."""
        for piece in pieces:
            if self.asked:
                raise Stopped
            yield piece


class Meter:
    """Counts what one run has used, and raises `LimitExceeded` when a bound is passed, `Stopped` when it is to end."""

    __slots__ = ("limits", "lines", "memory", "output_left", "steps_left", "stop")

    def __init__(self, limits: Limits = DEFAULT_LIMITS, stop: Stop | None = None) -> None:
        self.limits = limits
        self.stop = stop or Stop()
        self.memory = 0
        self.lines = 0
        self.reset()

    def reset(self) -> None:
        """Start counting steps and output afresh (a new line of an interactive shell)."""
        self.steps_left = self.limits.steps
        self.output_left = self.limits.output

    def step(self, count: int = 1) -> None:
        """Count work that is done; long loops of a program call it once per round."""
        if self.stop.asked:
            raise Stopped
        self.steps_left -= count
        if self.steps_left < 0:
            raise LimitExceeded(f"more than {self.limits.steps} steps (an endless loop?)")

    def line(self) -> None:
        """Count a line that a program works through, or as little as that: several of them are one step."""
        self.lines += 1
        if self.lines == LINES:
            self.lines = 0
            self.step()

    def wrote(self, size: int) -> None:
        """Count one write of `size` bytes."""
        self.output_left -= size
        if self.output_left < 0:
            raise LimitExceeded(f"more than {self.limits.output} bytes of output (an endless loop?)")
        self.line()

    def holds(self, size: int) -> None:
        """Count `size` more bytes kept in variables and in the arguments of functions (negative: given back)."""
        self.memory += size
        if size > 0 and self.memory > self.limits.memory:
            raise LimitExceeded(f"variables and arguments hold more than {self.limits.memory} bytes")

    def takes(self, size: int) -> None:
        """Refuse to work through an archive of more than `limits.intake` bytes."""
        if size > self.limits.intake:
            raise LimitExceeded(f"an archive of more than {self.limits.intake} bytes")

    def fits(self, size: int) -> None:
        """Refuse one value of more than `limits.memory` bytes."""
        if size > self.limits.memory:
            raise LimitExceeded(f"a value of more than {self.limits.memory} bytes")
