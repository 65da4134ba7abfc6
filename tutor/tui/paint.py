"""From rows with roles to what Textual shows, and the frames around panes."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from tutor.session.drawing.canvas import Row, Run, ascii_only, cells, elide, fit_row
from tutor.session.drawing.characters import drawn
from tutor.tui.theme import style_of


class Painter:
    """Turns rows into strips: in a theme (which may change), with or without characters beyond ASCII.

    `few` is whether the terminal has 16 colours and no more.
    """

    def __init__(self, *, theme: str = "dark", unicode: bool = True, few: bool = False) -> None:
        self.theme = theme
        self.unicode = unicode
        self.few = few

    def strip(self, row: Row, width: int) -> Strip:
        """A strip of exactly `width` cells."""
        show = drawn if self.unicode else _ascii
        return Strip([Segment(show(run.text), style_of(run.role, self.theme, self.few))
                      for run in fit_row(row, width) if run.text], width)  # fmt: skip


def _ascii(text: str) -> str:
    return ascii_only(drawn(text))


def top_line(width: int, title: str, note: str = "", *, focus: bool = False, corners: str = "╭╮") -> Row:
    """The upper edge of a frame with a title at the left and a note at the right, in exactly `width` cells."""
    border = "border.focus" if focus else "border"
    title = elide(title, max(0, width - 6))
    note = elide(note, width - cells(title) - 9) if width - cells(title) > 14 else ""
    runs = [Run(f"{corners[0]}─", border), Run(f" {title} ", "title.focus" if focus else "title")]
    fill = width - 4 - cells(title) - 2 - (cells(note) + 2 if note else 0)
    runs.append(Run("─" * fill, border))
    if note:
        runs.append(Run(f" {note} ", "note.title"))
    runs.append(Run(f"─{corners[1]}", border))
    return fit_row(tuple(runs), width)


def bottom_line(width: int, *, focus: bool = False) -> Row:
    """The lower edge of a frame."""
    return fit_row((Run("╰" + "─" * max(0, width - 2) + "╯", "border.focus" if focus else "border"),), width)


def thumb(offset: int, height: int, total: int) -> range:
    """The dark rows of a scroll bar of `height` rows, of which `total` are seen from `offset` on."""
    if total <= height or height <= 0:
        return range(0)
    size = max(1, height * height // total)
    start = (height - size) * offset // max(1, total - height)
    return range(start, start + size)
