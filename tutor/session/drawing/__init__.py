"""The stack as rows of text with roles: one layout for the full screen, the line shell and tests.

Knows no screen library. `draw` chooses between columns of boxes, an outline and one line, by what fits.
"""

from __future__ import annotations

from typing import Literal

from tutor.session.drawing.blocks import summary
from tutor.session.drawing.canvas import Run, elide
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
    text = elide(summary(view, marked=True), width)
    return Drawing(width, ((Run(text, "text"), Run(" " * (width - len(text)), "")),), form="summary")
