"""What must hold of any picture in a terminal, whatever program painted it: read from the cells that pyte keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyte
from rich.color import Color

from tests.support.contrast import ratio
from tutor.tui.palettes import MONO, PALETTES

LEAST = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
"""What text needs (WCAG 2.2: 1.4.3, and 1.4.6 for high contrast)."""
_NOT_TEXT = re.compile(r"[─-╿▀-▟▮▐┃ ]")
"""Frames, bars and blanks: what carries no words."""


def rows_of(screen: pyte.Screen) -> list[list[str]]:
    """What each cell holds; the second cell of a wide character is empty."""
    return [[screen.buffer[y][x].data for x in range(screen.columns)] for y in range(screen.lines)]


def check_frames(screen: pyte.Screen) -> int:
    """Every frame with a title is closed, its right border straight down; returns how many there are."""
    rows = rows_of(screen)
    count = 0
    for y, row in enumerate(rows):
        for corner in _corners(row):
            right = next((x for x in range(corner + 1, len(row)) if row[x] == "╮"), None)
            assert right is not None, _told(rows, f"no upper right corner in row {y}")
            below = y + 1
            while rows[below][corner] != "╰":
                assert rows[below][corner] == "│", _told(rows, f"the left border is broken in row {below}")
                assert rows[below][right] in "│┃", _told(rows, f"the right border is broken in row {below}")
                below += 1
                assert below < len(rows), _told(rows, f"the frame of row {y} has no end")
            assert set(rows[below][corner + 1 : right]) == {"─"}, _told(rows, f"row {below} is no lower edge")
            assert rows[below][right] == "╯", _told(rows, f"no lower right corner in row {below}")
            count += 1
    return count


def _corners(row: list[str]) -> Iterator[int]:
    for x in range(len(row) - 3):
        if row[x : x + 3] == ["╭", "─", " "] and row[x + 3] not in " ─":
            yield x


def _told(rows: list[list[str]], what: str) -> str:
    return what + "\n" + "\n".join("".join(row) for row in rows)


def looks(cell: pyte.screens.Char) -> tuple[str, str]:
    """The colours in which a cell is seen, ground last, as pyte names them."""
    return (cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg)


def check_colours(screen: pyte.Screen, theme: str) -> None:
    """Only the theme's colours are there, and each text is read well on its ground; mono has none at all."""
    cells = [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]
    if theme == MONO:
        assert {colour for cell in cells for colour in looks(cell)} == {"default"}
        assert any(cell.reverse or cell.bold for cell in cells)
        return
    palette = PALETTES[theme]
    named = {getattr(palette, name).lstrip("#") for name in palette.__slots__}
    assert {colour for cell in cells for colour in looks(cell)} <= named
    assert sum(cell.bg == palette.ground.lstrip("#") for cell in cells) > len(cells) // 3
    for cell in cells:
        if not _NOT_TEXT.fullmatch(cell.data or " "):
            assert ratio(*[_rgb(colour) for colour in looks(cell)]) >= LEAST[theme], cell


def _rgb(colour: str) -> tuple[int, int, int]:
    return tuple(Color.parse(f"#{colour}").get_truecolor())  # type: ignore[return-value]


def prompt_is_seen(screen: pyte.Screen) -> bool:
    """Whether a line with a prompt is there, and the cursor: a cell whose ground is what text is drawn in, or reversed.

    The line may go over several rows.
    """
    rows = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    prompt = [y for y, row in enumerate(rows) if re.search(r"(?:^|[│┃])\S*[$#] ", "".join(cell.data for cell in row))]
    cursor = [y for y, row in enumerate(rows) if any(map(_is_cursor, row))]
    return any(above <= y for above in prompt for y in cursor)


def _is_cursor(cell: pyte.screens.Char) -> bool:
    return bool(cell.reverse) or cell.bg in {palette.text.lstrip("#") for palette in PALETTES.values()}
