"""Columns aligned as Go's text/tabwriter aligns them with Docker's settings: cells of at least 10, 3 blanks between."""

from __future__ import annotations

MINIMUM = 10
PADDING = 3


def align(text: str, minimum: int = MINIMUM, padding: int = PADDING) -> str:
    """Return the text with its tabs replaced by blanks.

    A cell ends in a tab; the last cell of a line belongs to no column. A column is as wide as its widest cell in
    consecutive lines that have one.
    """
    lines = [line.split("\t") for line in text.split("\n")]
    widths: list[list[int]] = [[] for _ in lines]
    _measure(lines, widths, 0, len(lines), 0, minimum, padding)
    rows = []
    for cells, columns in zip(lines, widths, strict=True):
        row = "".join(cell + " " * (wide - display_width(cell)) for cell, wide in zip(cells, columns, strict=False))
        rows.append(row + cells[-1])
    return "\n".join(rows)


def _measure(
    lines: list[list[str]], widths: list[list[int]], start: int, end: int, column: int, minimum: int, padding: int
) -> None:
    """Find the widths of this column and those to its right in the lines from `start` to `end`."""
    index = start
    while index < end:
        if column >= len(lines[index]) - 1:
            index += 1
            continue
        last = index
        width = minimum
        while last < end and column < len(lines[last]) - 1:
            width = max(width, display_width(lines[last][column]) + padding)
            last += 1
        for row in range(index, last):
            widths[row].append(width)
        _measure(lines, widths, index, last, column + 1, minimum, padding)
        index = last


def align_with_tabs(text: str, tab: int = 8) -> str:
    """As `align`, for tables whose columns are filled up with tabs (buildx's): cells end at tab stops."""
    lines = [line.split("\t") for line in text.split("\n")]
    widths: list[list[int]] = [[] for _ in lines]
    _measure(lines, widths, 0, len(lines), 0, 1, 1)
    rows = []
    for cells, columns in zip(lines, widths, strict=True):
        row = ""
        for cell, wide in zip(cells, columns, strict=False):
            stop = -(-wide // tab) * tab
            row += cell + "\t" * -(-(stop - display_width(cell)) // tab)
        rows.append(row + cells[-1])
    return "\n".join(rows)


def display_width(text: str) -> int:
    """How many columns of a terminal the text takes: wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def ellipsis(text: str, width: int) -> str:
    """Return the text cut to `width` columns, the last one an ellipsis where it was cut."""
    if width <= 0:
        return ""
    if width == 1:
        return text[:1]
    if display_width(text) <= width:
        return text
    taken, used = "", 0
    for char in text:
        used += display_width(char)
        if used > width - 1:
            break
        taken += char
    return taken + "…"
