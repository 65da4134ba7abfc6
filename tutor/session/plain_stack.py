"""The stack as plain text: what `stack` prints, and what is said where nothing can be drawn."""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.session.drawing import Form, draw
from tutor.session.drawing.beside import beside
from tutor.session.drawing.blocks import summary
from tutor.session.drawing.canvas import ascii_only
from tutor.session.views import StackView


def plain_stack(view: StackView, width: int = 80, *, form: Form = "auto", ascii_art: bool = False) -> str:
    """The drawing and a line of totals below it, without colours; ends in a newline.

    `form` is "columns" (boxes), "outline" (a row each, better for screen readers) or "summary"; `ascii_art` uses
    nothing beyond ASCII.
    """
    drawing = draw(replace(view, volumes=(), cache=()), max(20, width), form=form)
    text = drawing.text + "\n" if view.roots else "No images yet. docker pull brings the first one.\n"
    rest = beside(view, max(20, min(width, 80))) if drawing.form != "summary" or not view.roots else None
    text += f"\n{rest.text}\n" if rest is not None else ""
    if view.roots and drawing.form != "summary":
        text += ("\n" if rest is not None else "") + summary(view) + "\n"
    return ascii_only(text) if ascii_art else text
