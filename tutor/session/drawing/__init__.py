"""The stack as rows of text with roles: one layout for the full screen, the line shell and tests.

Knows no screen library. `draw` chooses between columns of boxes, an outline and one line, by what fits.
"""

from __future__ import annotations

from typing import Literal

from tutor.session.drawing.blocks import changes_text, summary, totals
from tutor.session.drawing.canvas import Run, cells, elide, fit_row
from tutor.session.drawing.columns import Drawing, columns
from tutor.session.drawing.outline import outline
from tutor.session.views import StackView

Form = Literal["auto", "columns", "outline", "summary"]

__all__ = ["Drawing", "Form", "draw"]


def draw(view: StackView, width: int, height: int | None = None, form: Form = "auto") -> Drawing:
    """The stack in at most `width` cells.

    With a `height`, metadata steps and then further layers are folded until the columns are no higher; where even that
    is not enough they stay higher, and the front end scrolls. The form "auto" takes columns where they fit side by
    side, else the outline, and one line where there are no more than two rows.
    """
    if form == "summary" or (form == "auto" and height is not None and height <= 2) or not view.roots:
        return _one_line(view, width)
    if form in ("auto", "columns"):
        drawing = None
        for fold in (0, 1, 2):
            tried = columns(view, width, fold)
            if tried is None:
                break
            if drawing is None or tried.height < drawing.height:
                drawing = tried
            if height is None or drawing.height <= height:
                break
        if drawing is not None:
            return drawing
    return outline(view, width)


def _one_line(view: StackView, width: int) -> Drawing:
    """The longest of some wordings that fits: what would change first, then what is."""
    changes = changes_text(view)
    lead = f"if you press Enter: {changes} · " if changes else ""
    short = f"{changes} · " if changes else ""
    wordings = (lead + summary(view), short + summary(view), short + "⚑ " + totals(view))
    text = next((wording for wording in wordings if cells(wording) <= width), elide(wordings[-1], width))
    runs = (Run(text[: len(short)], "info"), Run(text[len(short) :], "text"))
    return Drawing(width, (fit_row(tuple(run for run in runs if run.text), width),), form="summary")
