"""How changes come: the same number of cells at every moment, all of what was added at the end, nothing that goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.stacks import with_ghosts
from tutor.session.drawing import draw
from tutor.session.drawing.canvas import Row, cells
from tutor.session.drawing.motion import moment


def plain(rows: list[Row]) -> list[str]:
    return ["".join(run.text for run in row) for row in rows]


@given(st.floats(0, 1), st.integers(40, 190))
def test_every_moment_has_the_same_cells(share: float, width: int) -> None:
    rows = list(draw(with_ghosts(), width).rows)
    for before, now in zip(rows, moment(rows, share), strict=True):
        assert sum(cells(run.text) for run in before) == sum(cells(run.text) for run in now)


def test_what_comes_is_whole_at_the_end_and_what_goes_is_not_seen_any_more() -> None:
    rows = list(draw(with_ghosts(), 190).rows)
    first, middle, last = (plain(moment(rows, share)) for share in (0.0, 0.5, 1.0))
    assert "+ RUN apk add curl" not in "".join(first)
    assert "⚑ alpine:3.19" in "".join(first)
    assert "⚑ alpine:3.19" in "".join(middle)
    assert "+ RUN apk add curl" in "".join(last)
    assert "⚑ alpine:3.19" not in "".join(last)
    same = [row for row in rows if not any("." in run.role for run in row)]
    assert set(plain(same)) <= set(first)
