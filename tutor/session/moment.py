"""What a sitting is at one point of its history."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.engine.state import State


@dataclass(frozen=True, slots=True)
class Foreground:
    """A line that has not ended: a program that it runs reads the terminal.

    It began at the moment `before`, at the time `began`; `typed` is what it was given since, each with its time (in
    seconds since 1970). From these it can be run again up to where it waits. `prompt` is what stands before what is
    typed next; `seen` whether that shows.
    """

    before: Moment
    line: str
    began: float
    typed: tuple[tuple[float, str], ...] = ()
    prompt: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """The sandbox and how far its clock runs ahead of the real one (seconds: `sleep` moves it instead of waiting).

    `foreground` is the line that waits for somebody to type; None where the prompt is a shell's.
    """

    state: State
    ahead: float = 0.0
    foreground: Foreground | None = None
