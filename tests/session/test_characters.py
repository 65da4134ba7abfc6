"""How many cells a character takes, and what stands together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from tutor.session.drawing.canvas import (
    Canvas,
    Run,
    ascii_only,
    cells,
    cut_row,
    elide,
    elide_middle,
    elide_start,
    fit_row,
)
from tutor.session.drawing.characters import after, before, drawn, erased, sent, stacks, width_of
from tutor.session.drawing.wrap import wrap_hard

ASTRONAUT = "\U0001f469\u200d\U0001f680"
HARD = (
    "a", " ", "\u05d0", "\u0639", "\u064e", "日", "ｱ", "e\u0301", ASTRONAUT, "\U0001f44d\U0001f3fd",
    "\u2764\ufe0f", "\u0e31", "\U0001f1e9\U0001f1ea", "\u0915\u093f", "\u1100\u1161\u11a8", "\u202e", "\u2066",
    "\u200b", "\u200c", "\ufeff", "\x9b", "\x1b", "\t", "\x00", "\u2028", "\u0301", "1\ufe0f\u20e3",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(HARD), st.characters(codec="utf-8")), max_size=12).map("".join)


def test_each_character_takes_the_cells_that_two_other_tables_say() -> None:
    for code in (*range(0x20000), *range(0xE0000, 0xE0200), 0x2FFFF, 0x10FFFF):
        char = chr(code)
        shown = sent(char)
        assert width_of(char) == cell_len(shown) == sum(map(wcwidth, shown)), hex(code)


def test_nothing_is_sent_that_moves_the_cursor_or_orders_text() -> None:
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F),
                 *range(0x2066, 0x206A), 0x61C, 0xFEFF):  # fmt: skip
        assert sent(chr(code)) != chr(code)


@given(texts, st.integers(0, 20))
def test_what_is_cut_has_the_cells_it_should(text: str, width: int) -> None:
    assert cells(text) == cell_len(drawn(text)) == cells(ascii_only(drawn(text)))
    assert "".join(piece for piece, _ in stacks(text)) == text
    assert sum(size for _, size in stacks(text)) == cells(text)
    for cut in (elide, elide_middle, elide_start):
        assert cells(cut(text, width)) <= width
    row = (Run(text, "a"), Run(text, "b"))
    assert sum(cells(run.text) for run in fit_row(row, width)) == width
    part = cut_row(fit_row(row, 20), 3, width)
    assert sum(cells(run.text) for run in part) == min(width, 17)
    lines = wrap_hard(row, width)
    assert "".join(run.text for line in lines for run in line) == text * 2
    assert all(sum(cells(run.text) for run in line) <= max(2, width) for line in lines)


@given(texts, st.integers(-3, 12))
def test_a_canvas_keeps_its_width(text: str, x: int) -> None:
    canvas = Canvas(10, 1)
    assert canvas.put(x, 0, text, "a") == x + cells(text)
    assert sum(cells(run.text) for run in canvas.rows()[0]) == 10


def test_marks_stay_on_a_canvas() -> None:
    canvas = Canvas(6, 1)
    canvas.put(0, 0, "e\u0301日\u0301", "a")
    assert canvas.rows()[0][0].text.rstrip() == "e\u0301日\u0301"


@pytest.mark.parametrize(
    "text",
    ["a", "e\u0301", "\u05e9\u05c1\u05b8", ASTRONAUT, f"{ASTRONAUT}\ufe0f", "\U0001f44d\U0001f3fd", "\u2764\ufe0f",
     "\U0001f1e9\U0001f1ea", "\u1100\u1161\u11a8", "1\ufe0f\u20e3", "\u0915\u093f", "日", "\u202e"],
)  # fmt: skip
def test_a_grapheme_is_one_step(text: str) -> None:
    whole = f"x{text}y"
    assert after(whole, 1) == 1 + len(text)
    assert before(whole, 1 + len(text)) == 1
    assert erased(f"x{text}") == "x"
    assert [before(whole, at + 1) for at in range(1, 1 + len(text))] == [1] * len(text)


def test_flags_go_two_by_two() -> None:
    flags = "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7"
    assert (after(flags, 0), after(flags, 2), before(flags, 4), before(flags, 2)) == (2, 4, 2, 0)
    assert drawn(flags) == "DEFR"


@given(texts)
def test_steps_forth_and_back_stop_at_the_same_places(text: str) -> None:
    forth = [0]
    while forth[-1] < len(text):
        forth.append(after(text, forth[-1]))
    back = [len(text)]
    while back[-1] > 0:
        back.append(before(text, back[-1]))
    assert forth == back[::-1]
