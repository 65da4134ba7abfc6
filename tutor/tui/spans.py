"""What goes to the terminal when cells have changed: those cells, each where it belongs.

Textual's own update sends each changed row from the left edge of its widget on, so a key that changes one cell of a
long line sends the whole line. Over a slow connection that is what a learner feels. And terminals do not agree on how
wide some characters are: after those it is said anew where the row goes on, so that what follows never moves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from tutor.session.drawing.characters import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

RESET_THEN_STYLE = "\x1b[0m\x1b["
STYLE_ANEW = "\x1b[0;"


class Spans(CompositorUpdate):
    """Textual's update of some spans (row, first column, column behind the last), sent without what surrounds them."""

    def __init__(self, update: ChopsUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        """The control sequences and text to be written."""
        out: list[str] = []
        for y, first, behind in self._update.spans:
            strips = self._update.chops[y].items()
            ends: Sequence[int] = self._update.chop_ends[y]
            for end, (x, strip) in zip(ends, strips, strict=False):
                left, right = max(x, first), min(end, behind)
                if strip is not None and left < right:
                    out.append(_placed(strip.crop(left - x, right - x), left, y, console))
        return "".join(out)


class Whole(CompositorUpdate):
    """Textual's update of a region."""

    def __init__(self, update: LayoutUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        """The control sequences and text to be written."""
        out: list[str] = []
        for y, strips in enumerate(self._update.strips, self._update.region.y):
            x = self._update.region.x
            for strip in strips:
                out.append(_placed(strip, x, y, console))
                x += strip.cell_length
        return "".join(out)


def _placed(strip: Strip, x: int, y: int, console: Console) -> str:
    """The strip at its place."""
    start = _to(x, y)
    if not any(_unsure(segment.text) for segment in strip):
        return start + strip.render(console).replace(RESET_THEN_STYLE, STYLE_ANEW)
    out = [start]
    for segment in strip:
        text, size = Strip([segment]).render(console), segment.cell_length
        if _unsure(segment.text):
            blank = Strip([Segment(" " * size, segment.style)]).render(console)  # the terminal may fill less than that
            text = blank + _to(x, y) + text + _to(x + size, y)
        out.append(text)
        x += size
    return "".join(out)


def _to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


@lru_cache(2048)
def _unsure(text: str) -> bool:
    """Whether there is anything that one terminal may draw wider than another."""
    return not text.isascii() and any(width_of(char) != 1 for char in text)
