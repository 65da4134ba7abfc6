"""How a pull or push looks while it lasts: Docker's lines, one a layer, that change in place on a terminal.

Here a transfer takes no time; for someone who watches it is made to last a little, longer the more there is to move.
The pictures pass and leave no trace: what a transfer tells in the end is printed after them. Nothing has changed until
they are over, so that Ctrl-C leaves things as they were.
"""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.docker.format.units import human_size
from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TICK = 0.1
"""Seconds between two pictures."""
AT_ONCE = 3
"""Layers that are moved at the same time, as the daemon does unless told otherwise."""
BAR = 50
WIDE = 110
"""Columns beyond which there is room for bars; below it Docker shows numbers alone (moby, pkg/jsonmessage)."""


class Pace(Protocol):
    """Makes what takes no time last, for someone who watches."""

    @property
    def columns(self) -> int:
        """The width of the terminal."""

    def show(self, rows: Sequence[str], seconds: float) -> None:
        """Write rows, wait, and take them back. Raises tutor.shell.limits.Stopped."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A layer: how it is called, its size in bytes, and what is said of it from the start where nothing is moved."""

    name: str
    size: int
    said: str = ""


def play(pace: Pace, heading: Sequence[str], layers: Sequence[Moved], *, push: bool = False) -> None:
    """Show a transfer and take all of it back from the terminal."""
    for picture in pictures(layers, pace.columns, push=push):
        pace.show([row[: pace.columns - 1] for row in (*heading, *picture)], TICK)


def pictures(layers: Sequence[Moved], columns: int, *, push: bool = False) -> Iterator[list[str]]:
    """Yield what is seen at each tick: a row a layer."""
    waiting = [index for index, layer in enumerate(layers) if not layer.said]
    total = sum(layers[index].size for index in waiting)
    length = _length(total)
    doing, there = ("Pushing", "Pushed") if push else ("Downloading", "Download complete")
    said = [layer.said or "Waiting" for layer in layers]
    step = max(1, int(total / (length / TICK)))
    done = [0] * len(layers)
    while any(done[index] < layers[index].size for index in waiting):
        active = [index for index in waiting if done[index] < layers[index].size][:AT_ONCE]
        for index in active:
            done[index] = min(layers[index].size, done[index] + step // len(active) + 1)
            whole = done[index] == layers[index].size
            said[index] = there if whole else f"{doing} {bar(done[index], layers[index].size, columns)}"
        yield [f"{layer.name}: {text}" for layer, text in zip(layers, said, strict=True)]
    if push:
        return
    for index in waiting:
        ticks = max(1, round(length * layers[index].size / max(1, total) / 3 / TICK))
        for tick in range(ticks):
            said[index] = f"Extracting {int(tick * TICK) + 1} s"
            yield [f"{layer.name}: {text}" for layer, text in zip(layers, said, strict=True)]
        said[index] = "Pull complete"


def _length(size: int) -> float:
    """Return how many seconds so many bytes are made to take: ever less a byte, and never more than four."""
    return min(4.0, 0.3 + 0.25 * (size // 1_000_000 + 1).bit_length())


def bar(done: int, total: int, columns: int = WIDE + 1) -> str:
    """Return Docker's bar for so many bytes of a total; the numbers alone on a terminal too narrow for it."""
    filled = min(done * BAR // total, BAR) if total else BAR
    box = f"[{'=' * filled}>{' ' * (BAR - filled)}] " if columns > WIDE else ""
    return f"{box}{human_size(done):>8}/{human_size(total)}"
