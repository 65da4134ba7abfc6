"""The stack as rows of text with roles: one layout for the full screen, the line shell and tests.

Knows no screen library. `draw` chooses between columns of boxes, an outline and one line, by what fits; an overview is
asked for.
"""

from __future__ import annotations

from typing import Literal

from tutor.session.drawing.beside import LEAST, WIDTH, beside, join, on_top
from tutor.session.drawing.blocks import changes_text, summary, totals
from tutor.session.drawing.canvas import Run, cells, elide, fit_row
from tutor.session.drawing.columns import Drawing, columns
from tutor.session.drawing.outline import outline
from tutor.session.drawing.overview import overview
from tutor.session.views import StackView

Form = Literal["auto", "columns", "outline", "overview", "summary"]

MOST = 1000
"""The cells of the widest columns that are drawn at all; a pane shows a part of them."""

__all__ = ["Drawing", "Form", "draw"]


def draw(view: StackView, width: int, height: int | None = None, form: Form = "auto") -> Drawing:
    """The stack in `width` cells; as columns that was asked for and do not fit, in more.

    With a `height`, layers are as high as there is room, by their sizes; where there is little, metadata steps and then
    further layers are folded until the columns are no higher; where even that is not enough they stay higher, and the
    front end scrolls. The form "auto" takes columns where they fit side by side, else the outline, and one line where
    there are no more than two rows. Volumes and build cache stand beside where there is room, else above.
    """
    if form == "summary" or (form == "auto" and height is not None and height <= 2):
        return _one_line(view, width)
    if not view.roots:
        return beside(view, width, height) or _one_line(view, width)
    if form == "overview":
        return overview(view, width)
    side = None
    if (view.volumes or view.cache) and width >= LEAST + 3 + WIDTH:
        side = beside(view, WIDTH, None if height is None else height - 1)
    room = width - WIDTH - 3 if side is not None else width
    drawing = None
    if form in ("auto", "columns"):
        pan = MOST if form == "columns" and height is not None else 0
        drawing = columns(view, room, height)
        if drawing is None and (side is not None or pan):
            drawing = columns(view, width, height, pan=pan)  # rather all of the stack than what is beside it
            side = None if drawing is not None else side
    if drawing is None:
        drawing = outline(view, room)
    if side is not None:
        return join(drawing, side, width)
    if height is not None and height - drawing.height >= 4 and drawing.width <= width:
        above = beside(view, width, height - drawing.height - 1)
        return on_top(above, drawing) if above is not None else drawing
    return drawing


def _one_line(view: StackView, width: int) -> Drawing:
    """The longest of some wordings that fits: what would change first, then what is."""
    changes = changes_text(view)
    lead = f"if you press Enter: {changes} · " if changes else ""
    short = f"{changes} · " if changes else ""
    wordings = (lead + summary(view), short + summary(view), short + "⚑ " + totals(view))
    text = next((wording for wording in wordings if cells(wording) <= width), elide(wordings[-1], width))
    runs = (Run(text[: len(short)], "info"), Run(text[len(short) :], "text"))
    return Drawing(width, (fit_row(tuple(run for run in runs if run.text), width),), form="summary")
