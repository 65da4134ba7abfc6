"""Where the panes go."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.tui.plan import Wish, plan

WISHES = [
    Wish(lesson, upper, zoom, rows)
    for lesson, upper, zoom, rows in itertools.product(
        (False, True), ("stack", "lesson", "list", "editor", "history"), (False, True), (0, 3, 9)
    )
]


@given(st.integers(10, 300), st.integers(3, 100), st.sampled_from(WISHES))
def test_panes_never_overlap_and_stay_on_the_screen(width: int, height: int, wish: Wish) -> None:
    taken: set[tuple[int, int]] = set()
    boxes = plan(width, height, wish)
    assert "shell" in boxes or (wish.upper == "editor" and wish.zoom and "edit-text" in boxes)
    for x, y, wide, high in boxes.values():
        assert wide > 0
        assert high > 0
        assert x + wide <= width
        assert y + high <= height
        cells = set(itertools.product(range(x, x + wide), range(y, y + high)))
        assert not cells & taken
        taken |= cells
    assert len(taken) == width * height


@pytest.mark.parametrize(
    ("size", "wish", "panes"),
    [
        ((120, 34), Wish(lesson=True), "footer header lesson shell stack"),
        ((120, 34), Wish(), "footer header shell stack"),
        ((120, 34), Wish(lesson=True, zoom=True), "footer header shell stack"),
        ((120, 34), Wish(lesson=True, upper="list"), "footer header list shell"),
        ((120, 34), Wish(lesson=True, upper="history"), "footer header history shell stack"),
        ((80, 24), Wish(upper="history"), "footer header history shell stack"),
        ((40, 10), Wish(upper="history"), "history shell stack"),
        ((80, 24), Wish(lesson=True), "footer header shell stack"),
        ((80, 24), Wish(lesson=True, upper="lesson"), "footer header lesson shell"),
        ((40, 10), Wish(lesson=True), "shell stack"),
        ((40, 10), Wish(lesson=True, upper="lesson"), "lesson shell"),
        ((200, 50), Wish(lesson=True), "footer header lesson shell stack"),
        ((200, 50), Wish(False, "editor", True), "edit-foot edit-gutter edit-side edit-text edit-top header shell"),
        ((120, 34), Wish(True, "editor", True), "edit-foot edit-gutter edit-text edit-top header lesson shell"),
        ((80, 24), Wish(True, "editor", True, 9), "edit-foot edit-gutter edit-side edit-text edit-top header"),
        ((80, 24), Wish(True, "editor", True), "edit-foot edit-gutter edit-text edit-top header"),
        ((80, 24), Wish(True, "editor"), "edit-foot edit-gutter edit-text edit-top header shell"),
        ((40, 10), Wish(True, "editor", True, 9), "edit-foot edit-gutter edit-text edit-top"),
        ((40, 10), Wish(True, "editor"), "shell stack"),
    ],
)
def test_what_is_seen(size: tuple[int, int], wish: Wish, panes: str) -> None:
    assert " ".join(sorted(plan(*size, wish))) == panes


def test_the_stack_is_one_line_on_a_small_screen_and_the_lesson_a_column_on_a_large_one() -> None:
    assert plan(40, 10, Wish())["stack"] == (0, 0, 40, 1)
    lesson = plan(200, 50, Wish(lesson=True))["lesson"]
    assert (lesson[1], lesson[3]) == (1, 48)
