"""Prose for a terminal of so many columns, broken between words; what follows is set under where the text began."""

from __future__ import annotations

import re

from tutor.session.drawing.canvas import Run
from tutor.session.drawing.wrap import wrap_words

_COLUMN = re.compile(r"\s*\S.*?\s{2,}(?=\S)|\s*(?:[☐☑✓✗•*-]|\d+\.)\s+|\s*")


def fold(text: str, width: int) -> str:
    """The same text with each line over `width` cells broken between words.

    What is broken off stands under the last column of a table's row, after a list's sign, or under the line's own
    beginning. A line that fits is left as it is, and so is how the text ends.
    """
    return "\n".join(_folded(line, width) for line in text.split("\n"))


def _folded(line: str, width: int) -> str:
    if len(line) <= width and line.isascii():
        return line
    begin = _COLUMN.match(line)
    hang = min(begin.end() if begin else 0, width // 2)
    rows = wrap_words([Run(line, "")], width, " " * hang)
    return "\n".join("".join(run.text for run in row) for row in rows)
