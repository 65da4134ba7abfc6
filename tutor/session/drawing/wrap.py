"""Breaking runs of text into rows: between words for prose, at the edge for what a terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.session.drawing.canvas import Row, Run, cells
from tutor.session.drawing.characters import marks, width_of


def merge(runs: Iterable[Run]) -> Row:
    """The same cells with neighbours of one role joined, marks beside what they mark, and empty runs left out."""
    merged: list[Run] = []
    for run in runs:
        if merged and (count := marks(run.text)):
            merged[-1] = Run(merged[-1].text + run.text[:count], merged[-1].role)
            run = Run(run.text[count:], run.role)
        if not run.text:
            continue
        if merged and merged[-1].role == run.role:
            merged[-1] = Run(merged[-1].text + run.text, run.role)
        else:
            merged.append(run)
    return tuple(merged)


def wrap_hard(runs: Sequence[Run], width: int) -> list[Row]:
    """Rows of at most `width` cells, broken exactly where the edge is, as a terminal does; at least one row."""
    width = max(2, width)
    total = sum(len(run.text) for run in runs)
    if total <= width and all(run.text.isascii() for run in runs):
        return [tuple(runs)]
    rows: list[Row] = []
    row: list[Run] = []
    used = 0
    for run in runs:
        start = 0
        for at, char in enumerate(run.text):
            size = width_of(char)
            if used + size > width:
                row.append(Run(run.text[start:at], run.role))
                rows.append(merge(row))
                row, used, start = [], 0, at
            used += size
        row.append(Run(run.text[start:], run.role))
    rows.append(merge(row))
    return rows


def wrap_words(runs: Sequence[Run], width: int, indent: str = "") -> list[Row]:
    """Rows of at most `width` cells, broken at spaces where possible; rows after the first begin with `indent`.

    Spaces at the breaks are dropped; a newline in a run always breaks.
    """
    width = max(width, len(indent) + 4)
    rows: list[Row] = []
    row: list[Run] = []
    used = 0

    def end_row() -> None:
        nonlocal row, used
        while row and not row[-1].text.strip(" "):
            row.pop()
        if row:
            row[-1] = Run(row[-1].text.rstrip(" "), row[-1].role)
        rows.append(merge(row))
        row, used = ([Run(indent, "")] if indent else []), len(indent)

    for word in _words(runs):
        size = sum(cells(run.text) for run in word)
        if word[0].text == "\n":
            end_row()
            continue
        if used + size > width and used > len(indent):
            if not word[0].text.strip():
                continue
            end_row()
        if used == len(indent) and rows and not word[0].text.strip():
            continue
        if size > width - used:
            pieces = wrap_hard(word, width - len(indent))
            for piece in pieces[:-1]:
                row.extend(piece)
                end_row()
            word = list(pieces[-1])
            size = sum(cells(run.text) for run in word)
        row.extend(word)
        used += size
    end_row()
    return rows


def _words(runs: Sequence[Run]) -> Iterable[list[Run]]:
    """Words, stretches of spaces, and newlines, each as runs: a word may change its role in the middle."""
    word: list[Run] = []
    for run in runs:
        start = 0
        text = run.text
        while start < len(text):
            if text[start] in " \n":
                if word:
                    yield word
                    word = []
                end = start + 1
                while text[start] == " " and end < len(text) and text[end] == " ":
                    end += 1
                yield [Run(text[start:end], run.role)]
            else:
                end = start
                while end < len(text) and text[end] not in " \n":
                    end += 1
                word.append(Run(text[start:end], run.role))
            start = end
    if word:
        yield word
