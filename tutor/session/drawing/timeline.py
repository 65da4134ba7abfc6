"""Points of the history as rows: the tree's lines, what was run, what there is to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.drawing.canvas import Row, Run, cells, elide

if TYPE_CHECKING:
    from tutor.session.views import HistoryPoint

NUMBER = 6
"""Cells for a point's number."""


def sign(point: HistoryPoint) -> str:
    """● changed something, ○ only looked, ◌ undone."""
    return "◆" if point.here else "◌" if point.place == "undone" else "●" if point.changed else "○"


def point_row(point: HistoryPoint, width: int, *, chosen: bool = False) -> Row:
    """One point in at most that many cells; the notes give way to the command."""
    role = "selected" if chosen else "text" if point.place == "past" else "dim"
    quiet = "selected" if chosen else "dim"
    number = f"{f'@{point.id}':>{NUMBER - 1}} "
    drawn = elide(point.drawn, max(0, width - NUMBER - 14))
    left = f"{drawn}{sign(point)} "
    room = width - len(number) - cells(left)
    notes = elide(" · ".join(point.notes()), max(0, room - 12))
    text = elide(point.line, max(1, room - cells(notes) - (2 if notes else 0)))
    fill = " " * max(0, room - cells(text) - cells(notes))
    noted = "selected" if chosen else "tag" if point.name else "info" if point.here else "dim"
    return Run(number, quiet), Run(left, quiet), Run(text, role), Run(fill, quiet), Run(notes, noted)
