"""What goes to the terminal when some cells have changed: those cells, and nothing to the left of them.

Textual's own update sends each changed row from the left edge of its widget on, so a key that changes one cell of a
long line sends the whole line. Over a slow connection that is what a learner feels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, CompositorUpdate

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
                    text = strip.crop(left - x, right - x).render(console)
                    out.append(f"\x1b[{y + 1};{left + 1}H{text.replace(RESET_THEN_STYLE, STYLE_ANEW)}")
        return "".join(out)
