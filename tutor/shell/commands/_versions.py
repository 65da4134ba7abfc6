"""The order of version numbers, as glibc's strverscmp has it: runs of digits as numbers, or as fractions."""

from __future__ import annotations

from functools import cmp_to_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _typeshed import SupportsAllComparisons

_PLAIN, _WHOLE, _FRACTION, _ZEROS = 0, 3, 6, 9
_COMPARE, _LENGTH = 2, 3
_NEXT = (0, 3, 9, 0, 3, 3, 0, 6, 6, 0, 6, 9)
"""By state, and what stands there (0 no digit, 1 a digit, 2 a zero): the next state."""
_RESULT = (
    2, 2, 2, 2, 3, 2, 2, 2, 2,
    2, -1, -1, 1, 3, 3, 1, 3, 3,
    2, 2, 2, 2, 2, 2, 2, 2, 2,
    2, 1, 1, -1, 2, 2, -1, 2, 2,
)  # fmt: skip
"""By state and the kinds of the two characters that differ: the order, or how to find it."""


def version_key(text: bytes) -> SupportsAllComparisons:
    """Return a sort key for a version number."""
    return cmp_to_key(compare_versions)(text)


def _kind(byte: int) -> int:
    return (48 <= byte <= 57) + (byte == 48)


def compare_versions(a: bytes, b: bytes) -> int:
    """Return a negative number, zero or a positive one as `a` comes before, with or after `b`."""
    a, b = a + b"\0", b + b"\0"
    at = 0
    state = _PLAIN + _kind(a[0])
    while a[at] == b[at]:
        if a[at] == 0 and at >= min(len(a), len(b)) - 1:
            return 0
        state = _NEXT[state]
        at += 1
        state += _kind(a[at])
    difference = a[at] - b[at]
    result = _RESULT[state * 3 + _kind(b[at])]
    if result == _COMPARE:
        return difference
    if result != _LENGTH:
        return result
    at += 1
    while _kind(a[at]):
        if not _kind(b[at]):
            return 1
        at += 1
    return -1 if _kind(b[at]) else difference
