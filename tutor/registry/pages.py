"""Long lists in pages: `n` and `last` of a request, `Link` of its response (distribution-spec 1.1, § Listing Tags)."""

from __future__ import annotations

from bisect import bisect_right

from tutor.registry.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.registry.message import Request

MOST = 10_000
"""Rows that a page has at most, whatever the client asks for."""


def page(request: Request, rows: Sequence[str]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Return the rows (sorted) of the page that a request asks for, and the headers that lead to the next one.

    Raises Refusal where `n` is no number.
    """
    last, count = request.argument("last"), request.argument("n")
    if count and not (count.isascii() and count.isdecimal()):
        raise Refusal(400, "UNSUPPORTED", {"n": count}, message="n is no number of results")
    begin = bisect_right(rows, last) if last else 0
    length = min(int(count), MOST) if count else MOST
    found = list(rows[begin : begin + length])
    if not found or begin + length >= len(rows):
        return found, ()
    return found, (("Link", link(request.path, (("n", str(length)), ("last", found[-1])))),)


def link(path: str, query: tuple[tuple[str, str], ...]) -> str:
    """Return the value of a `Link` header to the next page (RFC 5988)."""
    from urllib.parse import quote, urlencode

    return f'<{quote(path)}?{urlencode(query)}>; rel="next"'
