"""The order of Debian's version numbers (Debian Policy 5.6.12, as `dpkg --compare-versions` has it)."""

from __future__ import annotations

import re

_PARTS = re.compile(r"(\D*)(\d*)")


def compare(first: str, second: str) -> int:
    """Return a number below, at or above zero as `first` is older than, equal to or newer than `second`."""
    if first == second:
        return 0
    one, other = _split(first), _split(second)
    return one[0] - other[0] or _compare(one[1], other[1]) or _compare(one[2], other[2])


def satisfies(version: str, operator: str, wanted: str) -> bool:
    """Tell whether a version meets a relation (`<<`, `<=`, `=`, `>=`, `>>`; none is always met)."""
    if not operator:
        return True
    order = compare(version, wanted)
    return (order < 0 and operator in ("<<", "<=", "<")) or (order > 0 and operator in (">>", ">=", ">")) or (
        order == 0 and operator in ("=", "<=", ">=", "<", ">")
    )  # fmt: skip


def _split(version: str) -> tuple[int, str, str]:
    """Return epoch, upstream version and revision."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    upstream, dash, revision = rest.rpartition("-")
    return int(epoch or 0), upstream if dash else rest, revision if dash else ""


def _compare(first: str, second: str) -> int:
    one, other = _PARTS.findall(first), _PARTS.findall(second)
    for at in range(max(len(one), len(other))):
        text, number = one[at] if at < len(one) else ("", "")
        wording, amount = other[at] if at < len(other) else ("", "")
        order = _compare_text(text, wording) or int(number or 0) - int(amount or 0)
        if order:
            return order
    return 0


def _compare_text(first: str, second: str) -> int:
    for at in range(max(len(first), len(second))):
        order = _weight(first[at : at + 1]) - _weight(second[at : at + 1])
        if order:
            return order
    return 0


def _weight(letter: str) -> int:
    """`~` comes before the end, the end before letters, letters before the rest."""
    if not letter:
        return 0
    if letter == "~":
        return -1
    return ord(letter) if letter.isalpha() else ord(letter) + 256
