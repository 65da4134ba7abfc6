"""Which part of a file's lines is what, for colours. Takes any text, half-written ones too, and never fails."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tutor.session.editor.grammars import grammar
from tutor.session.views import Span, SpanKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.session.editor.views import Kind

MOST = 200_000
"""Characters of the longest text that is coloured: longer ones would make the answer late."""

_DOCKERFILE: dict[str, SpanKind] = {
    "directive": "operator", "comment": "comment", "keyword": "keyword", "unknown": "error", "flag": "option",
    "value": "string", "image": "image", "as": "keyword", "stage": "variable", "key": "variable",
    "operator": "operator", "string": "string", "variable": "variable", "escape": "string", "port": "number",
    "number": "number", "heredoc": "operator", "body": "string", "end": "operator", "continuation": "operator",
}  # fmt: skip

Found = tuple[int, int, SpanKind]


def spans(kind: Kind, text: str) -> tuple[tuple[Span, ...], ...]:
    """The spans of each line, in order and without overlap; none at all for a text that is too long."""
    if kind == "text" or len(text) > MOST:
        return ()
    return _by_line(text, _dockerfile(text) if kind == "dockerfile" else _matches(kind, text))


def _dockerfile(text: str) -> Iterator[Found]:
    from tutor.dockerfile.tokens import tokens

    for token in tokens(text):
        if token.kind == "shell":
            yield from _matches("shell", text[token.start : token.end], token.start)
        elif token.kind in _DOCKERFILE:
            yield token.start, token.end, _DOCKERFILE[token.kind]


def _matches(kind: str, text: str, start: int = 0) -> Iterator[Found]:
    for match in grammar(kind).finditer(text):
        group = match.lastgroup
        if group and match.end() > match.start():
            yield start + match.start(), start + match.end(), group  # type: ignore[misc]  # the groups are named by span kinds


def _by_line(text: str, found: Iterable[Found]) -> tuple[tuple[Span, ...], ...]:
    """Spans by their lines; what goes over several is cut."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    rows: list[list[Span]] = [[] for _ in starts[1:]]
    for start, end, kind in found:
        row = bisect_right(starts, start) - 1
        while row < len(rows) and starts[row] < end:
            first, last = max(start - starts[row], 0), min(end, starts[row + 1] - 1) - starts[row]
            if last > first:
                rows[row].append(Span(first, last, kind))
            row += 1
    return tuple(map(tuple, rows))
