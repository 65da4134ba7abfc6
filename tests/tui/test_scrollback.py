"""The teletype above the prompt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.session.drawing.canvas import Run, cells
from tutor.tui.scrollback import LINES, Scrollback


def shown(*texts: str, width: int = 80) -> list[str]:
    """The rows after some pieces of output."""
    scrollback = Scrollback()
    for text in texts:
        scrollback.write(text)
    return ["".join(run.text for run in row) for row in scrollback.rows(width)]


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("10%\r20%\rdone\n", ["done"]),
        ("long line\rab\n", ["abng line"]),
        ("long line\r\x1b[Kab\n", ["ab"]),
        ("a\tb\n", ["a       b"]),
        ("abc\b\bX\n", ["aXc"]),
        ("one\ntwo\n\x1b[1A\x1b[2KTWO\nthree\n", ["one", "TWO", "three"]),
        ("one\ntwo\nthree\n\x1b[2AX\n\n", ["one", "Xwo", "three"]),
        ("before\n\x1b[H\x1b[2Jafter\n", ["after"]),
        ("before\n\x1b[H\x1b[Jafter\n", ["after"]),
        ("before\n\x1b[Hnew\x1b[J\n", ["before", "new"]),
        ("\x1b]0;title\x07text\x1b]8;;http://x\x1b\\link\n", ["textlink"]),
        ("\x1b[?25l\x1b[1mbold\x1b[0m\n", ["bold"]),
        ("日本\rX\n", ["X 本"]),
    ],
)
def test_it_shows_what_a_terminal_shows(written: str, rows: list[str]) -> None:
    assert shown(written) == rows


@pytest.mark.parametrize("written", ["one\n\x1b[1;31mred\x1b[0m\r\x1b[Kend\n", "a\x1b]0;t\x1b\\b\n\x1b[1Ac\n"])
def test_pieces_may_be_cut_anywhere(written: str) -> None:
    whole = shown(written)
    for cut in range(len(written)):
        assert shown(written[:cut], written[cut:]) == whole


def test_colours_and_streams_become_roles() -> None:
    scrollback = Scrollback()
    scrollback.write("plain \x1b[1;34mblue\x1b[0m\n")
    scrollback.write("wrong\n", "err")
    assert scrollback.rows(80)[0] == (Run("plain ", "out"), Run("blue", "ansi.1;34"))
    assert scrollback.rows(80)[1] == (Run("wrong", "err"),)


def test_a_command_cannot_move_above_its_own_output() -> None:
    scrollback = Scrollback()
    scrollback.write("old\n")
    scrollback.command([Run("$ new", "sign")])
    scrollback.write("a\n\x1b[9Ab\n")
    assert scrollback.text == "old\n$ new\nb"


def test_output_without_a_line_end_does_not_swallow_the_next_command() -> None:
    scrollback = Scrollback()
    scrollback.write("no end")
    scrollback.command([Run("$ ls", "sign")])
    assert scrollback.text == "no end\n$ ls"


def test_rows_follow_the_width() -> None:
    scrollback = Scrollback()
    scrollback.write("abcdefghij\nxy\n")
    assert len(scrollback.rows(80)) == 2
    assert ["".join(run.text for run in row) for row in scrollback.rows(4)] == ["abcd", "efgh", "ij", "xy"]
    scrollback.write("more to come")
    assert len(scrollback.rows(4)) == 7


def test_old_lines_are_dropped() -> None:
    scrollback = Scrollback()
    scrollback.write("".join(f"{number}\n" for number in range(LINES * 2)))
    rows = scrollback.rows(80)
    assert LINES <= len(rows) <= LINES + 500
    assert rows[-1][0].text == str(LINES * 2 - 1)


PIECES = st.sampled_from(
    ["a", "日", "long text ", "\n", "\r", "\b", "\t", "\x1b[A", "\x1b[2A", "\x1b[B", "\x1b[3C", "\x1b[2D", "\x1b[K",
     "\x1b[1K", "\x1b[2K", "\x1b[J", "\x1b[2J", "\x1b[31m", "\x1b[0m", "\x1b[5G", "\x1b", "\x1b[", "\x07"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.integers(2, 30))
def test_no_row_is_wider_than_the_pane(pieces: list[str], width: int) -> None:
    scrollback = Scrollback()
    for piece in pieces:
        scrollback.write(piece)
        for row in scrollback.rows(width):
            assert sum(cells(run.text) for run in row) <= width
