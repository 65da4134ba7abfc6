"""The lines of a Dockerfile that an error or warning is about, as `docker build` shows them."""

from __future__ import annotations

_RULE = "--------------------\n"


def excerpt(text: str, filename: str, lines: tuple[int, int] | None) -> str:
    """Show the marked lines (first and last, 1-based) with their neighbours; empty where there is nothing to show."""
    if lines is None:
        return ""
    rows = text.split("\n")
    first, last = lines[0], max(lines)
    if not 1 <= first <= len(rows):
        return ""
    last = min(last, len(rows))
    start, end, shown = first, last, 0
    while shown < (4 if first == last else 2):
        if start > 1:
            start -= 1
            shown += 1
        if end < len(rows):
            end += 1
            shown += 1
        shown += 1
    body = [
        f" {row:3d} | {'>>>' if first <= row <= last else '   '} {rows[row - 1]}\n" for row in range(start, end + 1)
    ]
    return f"{filename}:{first}\n{_RULE}{''.join(body)}{_RULE}"
