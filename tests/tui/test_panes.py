"""Rows to cells: what is painted again, frames, bars, the lesson's rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fake_session import FakeSession
from tutor.dataclass import replace
from tutor.session.drawing.canvas import Row, Run, cells
from tutor.session.views import CheckItem, LessonView
from tutor.tui.bars import footer_row, header_row
from tutor.tui.lesson_rows import checklist_rows, progress_text, prose_rows
from tutor.tui.paint import Painter, bottom_line, thumb, top_line
from tutor.tui.panes import difference


def plain(row: Row) -> str:
    return "".join(run.text for run in row)


def lesson(**changes: object) -> LessonView:
    view = FakeSession().lesson()
    assert view is not None
    return replace(view, **changes)  # type: ignore[arg-type]


ROWS = st.lists(st.builds(Run, st.text("ab 日", min_size=1, max_size=6), st.sampled_from("xyz")), max_size=5).map(tuple)


@given(ROWS, ROWS)
def test_the_difference_covers_every_cell_that_differs(old: Row, new: Row) -> None:
    width = 70
    x, y, wide, high = difference(old, new, width, 3)
    assert (y, high) == (3, 1)
    assert 0 <= x < x + wide <= width
    painter = Painter()
    before, after = painter.strip(old, width), painter.strip(new, width)
    for start, end in ((0, x), (x + wide, width)):
        if start < end:
            assert list(before.crop(start, end)) == list(after.crop(start, end)) or plain_cells(
                before.crop(start, end)
            ) == plain_cells(after.crop(start, end))


def plain_cells(strip: object) -> list[tuple[str, object]]:
    return [(char, segment.style) for segment in strip for char in segment.text]  # type: ignore[attr-defined]


def test_one_typed_character_is_a_difference_of_two_cells() -> None:
    old = (Run("$ ", "sign"), Run("dock", "text"), Run(" ", "cursor"))
    new = (Run("$ ", "sign"), Run("docke", "text"), Run(" ", "cursor"))
    assert difference(old, new, 80, 0) == (6, 0, 2, 1)


@given(st.integers(4, 80), st.text(max_size=30), st.text(max_size=30))
def test_frames_are_as_wide_as_their_pane(width: int, title: str, note: str) -> None:
    assert cells(plain(top_line(width, title, note))) == width
    assert cells(plain(bottom_line(width))) == width


def test_a_title_and_a_note_share_the_upper_edge() -> None:
    assert plain(top_line(40, "Stack", "2 images")) == "╭─ Stack ─────────────────── 2 images ─╮"


@given(st.integers(0, 100), st.integers(1, 30), st.integers(0, 200))
def test_the_scroll_bar_is_in_its_track(offset: int, height: int, total: int) -> None:
    dark = thumb(min(offset, max(0, total - height)), height, total)
    assert set(dark) <= set(range(height))
    assert bool(dark) == (total > height)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_the_bars_fill_their_line(width: int) -> None:
    for view in (None, lesson()):
        assert cells(plain(header_row(view, width))) == width
    for on in (True, False):
        row = plain(footer_row(width, on))
        assert cells(row) == width
        assert "^P everything" in row


def test_the_header_names_the_lesson_and_drops_the_course_first() -> None:
    assert plain(header_row(lesson(), 120)).startswith(" Images, layer by layer  ▸  2 Names and tags  ▸  One image")
    assert plain(header_row(lesson(), 60)).startswith(" One image, many names")


def test_progress_shows_done_here_and_to_come() -> None:
    assert progress_text(lesson(step=2, progress=(True, False, False))) == "●◌○"


def test_the_checklist_says_what_is_missing_and_what_comes_next() -> None:
    items = (CheckItem("first", True), CheckItem("second", False, "expected a, there is b"))
    rows = [plain(row) for row in checklist_rows(lesson(checklist=items), 40)]
    assert rows == ["☑ first", "☐ second", "  expected a, there is b", "", "hint · solution · undo · next"]
    done = lesson(checklist=(CheckItem("first", True),))
    assert plain(checklist_rows(done, 40)[-1]) == "Step done. next (F6) goes on"
    end = lesson(done=True, following="Layers")
    assert plain(checklist_rows(end, 60)[-1]) == "Lesson done. next (F6) begins “Layers”"


def test_the_last_hint_is_below_the_prose() -> None:
    rows = [plain(row) for row in prose_rows(lesson(hint="Look at the stack."), 40)]
    assert rows[0] == "Fetch your first image"
    assert rows[-1] == "Hint  Look at the stack."
