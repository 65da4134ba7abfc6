"""Markdown and wrapping as rows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.session.drawing.canvas import Run, cells
from tutor.session.drawing.prose import prose
from tutor.session.drawing.wrap import merge, wrap_hard, wrap_words


def rows(markdown: str, width: int = 30) -> list[str]:
    return ["".join(run.text for run in row).rstrip() for row in prose(markdown, width)]


def test_paragraphs_lists_code_and_quotes() -> None:
    text = "One **two**\nthree.\n\n- a\n- b that is so long that it wraps\n\n1. x\n2. y\n\n> said\n"
    text += "\n    code here\n\n### Head"
    assert rows(text) == [
        "One two three.", "", "• a", "• b that is so long that it", "  wraps", "", "1. x", "2. y", "", "▌ said", "",
        " code here", "", "Head",
    ]  # fmt: skip


def test_roles_of_inline_marks() -> None:
    (row,) = prose("a **b** *c* `d` [e](http://f)", 60)
    assert [(run.text, run.role) for run in row] == [
        ("a ", "md.text"), ("b", "md.strong"), (" ", "md.text"), ("c", "md.em"), (" ", "md.text"), ("d", "md.code"),
        (" ", "md.text"), ("e", "md.link"), (" (http://f)", "dim"),
    ]  # fmt: skip


def test_code_keeps_its_lines_and_long_ones_wrap() -> None:
    assert rows("```sh\none\n  two\n" + "x" * 40 + "\n```") == [
        " one", "   two", " " + "x" * 27, "   " + "x" * 13]  # fmt: skip
    assert rows("    docker image tag alpine:3.20 team/base:1\n") == [" docker image tag alpine:3.20", "   team/base:1"]


def test_html_is_text() -> None:
    assert rows("<b>bold</b>") == ["<b>bold</b>"]


def test_a_word_that_changes_its_role_stays_whole() -> None:
    parts = [Run("alpine", "a"), Run(":3.20", "b"), Run(" next", "a")]
    assert [[run.text for run in row] for row in wrap_words(parts, 12)] == [["alpine", ":3.20"], ["next"]]


def test_hard_wrapping_breaks_at_the_edge() -> None:
    assert wrap_hard([Run("abcdef", "x"), Run("日本", "y")], 4) == [
        (Run("abcd", "x"),), (Run("ef", "x"), Run("日", "y")), (Run("本", "y"),),
    ]  # fmt: skip


TEXT = st.text("ab -日\n*`#>1.", max_size=80)


@settings(max_examples=80)
@given(TEXT, st.integers(12, 60))
def test_no_row_is_too_wide(text: str, width: int) -> None:
    for row in prose(text, width):
        assert sum(cells(run.text) for run in row) <= width


@given(st.lists(st.builds(Run, st.text("ab 日", max_size=9), st.sampled_from("xy")), max_size=6), st.integers(6, 30))
def test_wrapping_loses_nothing_but_spaces(runs: list[Run], width: int) -> None:
    whole = "".join(run.text for run in runs)
    hard = wrap_hard(runs, width)
    assert "".join(run.text for row in hard for run in row) == whole
    soft = wrap_words(runs, width)
    kept = "".join(run.text for row in soft for run in row)
    assert kept.replace(" ", "") == whole.replace(" ", "")
    assert all(sum(cells(run.text) for run in row) <= max(width, 4) for row in soft)
    assert merge(runs) == merge(merge(runs))
