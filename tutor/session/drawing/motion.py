"""How a change comes into the picture: what is added grows from left to right, the lowest first; what goes, goes after.

One rule: a moment of it is worked out from the picture with marks and a share of the time alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.session.drawing.canvas import Row, Run, cells, cut_row

SECONDS = 0.8
"""How long a change lasts at normal speed."""
FRAMES = 20
"""Pictures a second."""


def moment(rows: Sequence[Row], share: float) -> list[Row]:
    """The rows of a picture with marks at a `share` of the time from 0 to 1: the same number of cells in each."""
    count = max(1, len(rows) - 1)
    return [_row(row, 2 * share * 1.5 - 0.5 * (count - y) / count, 2 * share - 1) for y, row in enumerate(rows)]


def _row(row: Row, come: float, go: float) -> Row:
    if not any(run.role.endswith((".added", ".removed", ".words")) for run in row):
        return row
    return tuple([part for run in row for part in _run(run, come, go) if part.text])


def _run(run: Run, come: float, go: float) -> tuple[Run, ...]:
    if run.role.endswith((".added", ".added.words")):
        return _shown(run, 0, come)
    return _shown(run, go, 1) if run.role.endswith(".removed") else (run,)


def _shown(run: Run, start: float, end: float) -> tuple[Run, ...]:
    """The run with only the cells between two shares of it."""
    size = cells(run.text)
    first, last = (round(size * max(0.0, min(1.0, share))) for share in (start, end))
    if first == 0 and last == size:
        return (run,)
    shown = cut_row((run,), first, last - first) if last > first else ()
    return (Run(" " * first, ""), *shown, Run(" " * (size - max(first, last)), ""))
