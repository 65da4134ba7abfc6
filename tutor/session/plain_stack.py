"""The stack as plain text: what `stack` prints, and what is said where nothing can be drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.session.drawing import draw
from tutor.session.drawing.beside import beside
from tutor.session.drawing.blocks import summary
from tutor.session.drawing.canvas import ascii_only
from tutor.session.drawing.characters import drawn_lines
from tutor.session.views import StackView

if TYPE_CHECKING:
    from tutor.session.drawing.canvas import Row

_SPOKEN = 200
"""So many cells has a row that is read aloud: it is not looked at, so it need not fit."""
_WORDS = {"▤ ": "layer: ", "⚑ ": "name: ", "◌ no name": "image without a name", "┄ ": "container: "}
"""What a sign of the outline is called."""


def plain_stack(view: StackView, width: int = 80, *, spoken: bool = False, ascii_art: bool = False) -> str:
    """The drawing and a line of totals below it, without colours; ends in a newline.

    `spoken` is for ears: a row for each layer, name and container, indented, without lines, bars and signs;
    `ascii_art` uses nothing beyond ASCII.
    """
    width = _SPOKEN if spoken else max(20, width)
    drawing = draw(replace(view, volumes=(), cache=()), width, form="outline" if spoken else "auto")
    rest = beside(view, min(width, 80)) if drawing.form != "summary" or not view.roots else None
    parts = ["No images yet. docker pull brings the first one."]
    if view.roots:
        parts = ["\n".join(map(_said, drawing.rows)) if spoken else drawing.text]
    if rest is not None:
        parts += ["", "\n".join(_bare("".join(run.text for run in row)) for row in rest.rows) if spoken else rest.text]
    if view.roots and drawing.form != "summary":
        parts += ["", summary(view)] if rest is not None else [summary(view)]
        parts[-1] = parts[-1].removeprefix("⚑ ") if spoken else parts[-1]
    text = drawn_lines("\n".join(parts)) + "\n"
    return ascii_only(text) if ascii_art else text


def _said(row: Row) -> str:
    """A row of the outline in words; the lines that lead to it become its indent."""
    depth = sum(len(run.text) for run in row if run.role == "border")
    text = "".join(run.text for run in row if run.role != "border" and not run.role.startswith("bar"))
    for sign, word in _WORDS.items():
        text = text.replace(sign, word)
    return " " * depth + _bare(text)


def _bare(text: str) -> str:
    """The text without signs at its start and without gaps."""
    return re.sub(r" {3,}", "  ", text.strip().removeprefix("▤ ").removeprefix("· "))
