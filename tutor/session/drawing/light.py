"""Lighting up a part of a row: what is chosen."""

from __future__ import annotations

from tutor.session.drawing.canvas import Row, Run, cells


def light(row: Row, start: int, end: int) -> Row:
    """The row with the cells from `start` to before `end` in the selection's role."""
    runs: list[Run] = []
    x = 0
    for run in row:
        size = cells(run.text)
        if x + size <= start or x >= end or size != len(run.text):
            runs.append(run)
        else:
            first, last = max(0, start - x), min(size, end - x)
            runs += [
                Run(run.text[:first], run.role),
                Run(run.text[first:last], "selected"),
                Run(run.text[last:], run.role),
            ]
        x += size
    return tuple(run for run in runs if run.text)
