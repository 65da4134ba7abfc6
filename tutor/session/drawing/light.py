"""Lighting up a part of a row: what is chosen."""

from __future__ import annotations

from tutor.session.drawing.canvas import Row, Run, cells, cut_row


def light(row: Row, start: int, end: int) -> Row:
    """The row with the cells from `start` to before `end` in the selection's role."""
    lit = "".join(run.text for run in cut_row(row, start, end - start))
    rest = cut_row(row, end, max(0, sum(cells(run.text) for run in row) - end))
    return tuple([run for run in (*cut_row(row, 0, start), Run(lit, "selected"), *rest) if run.text])
