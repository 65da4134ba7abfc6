"""Versions and ranges as npm has them (semver 2.0 and node-semver's ranges).

One rule: a version with a pre-release is in no range, unless the range names one of the same version.
"""

from __future__ import annotations

import re

_VERSION = re.compile(r"^[v=\s]*(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?$")
_PART = re.compile(
    r"^([<>]=?|=|~>?|\^)?\s*v?(\d+|[xX*])?(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?$"
)
_OPERATOR = re.compile(r"([<>]=?|=|~>?|\^)\s+")

Triple = tuple[int, int, int]


def parse(version: str) -> tuple[Triple, str] | None:
    """Return the numbers of a version and its pre-release, None for what is no version."""
    match = _VERSION.match(version)
    return ((int(match[1]), int(match[2]), int(match[3])), match[4] or "") if match else None


def key(version: str) -> tuple[Triple, bool, str]:
    """Return what versions are ordered by."""
    found = parse(version)
    return (found[0], not found[1], found[1]) if found else ((0, 0, 0), False, "")


def is_range(text: str) -> bool:
    """Tell whether a text is a range of versions, and not a tag, an address or a path."""
    return all(_comparators(part) is not None for part in text.split("||"))


def fits(version: str, text: str) -> bool:
    """Tell whether a version is in a range such as `^1.2.3`, `1.x || >=2.5 <3`, `*`."""
    found = parse(version)
    if found is None:
        return False
    if found[1]:
        return any(_pre_fits(found[0], found[1], word) for word in text.split())
    for part in text.split("||"):
        bounds = _comparators(part)
        if bounds is not None and all(low <= found[0] < high for low, high in bounds):
            return True
    return False


def _pre_fits(numbers: Triple, pre: str, word: str) -> bool:
    match = _PART.match(word)
    if match is None or match[5] is None or (match[1] or "=") not in ("=", "^", "~", ">="):
        return False
    same = numbers == (int(match[2]), int(match[3] or 0), int(match[4] or 0))
    return same and (pre == match[5] if (match[1] or "=") == "=" else pre >= match[5])


_TOP: Triple = (1 << 30, 0, 0)


def _comparators(text: str) -> list[tuple[Triple, Triple]] | None:
    """Return bounds (at least, below), all of which must hold; None for what is no range."""
    text = text.strip()
    if text in ("", "*", "latest", "x", "X"):
        return [((0, 0, 0), _TOP)]
    if " - " in text:
        low, _, high = text.partition(" - ")
        one, other = _bound(f">={low.strip()}"), _bound(f"<={high.strip()}")
        return [one, other] if one and other else None
    out = []
    for word in _OPERATOR.sub(r"\1", text).split():
        bound = _bound(word)
        if bound is None:
            return None
        out.append(bound)
    return out


def _bound(word: str) -> tuple[Triple, Triple] | None:
    match = _PART.match(word)
    if match is None or match[2] is None:
        return None
    operator, parts = match[1] or "", [match[at] for at in (2, 3, 4)]
    known = [int(part) for part in parts if part is not None and part.isdecimal()]
    full = (*known, 0, 0, 0)
    low: Triple = (full[0], full[1], full[2])
    if not known:
        return ((0, 0, 0), _TOP)
    after = _next(known)
    if operator in ("", "="):
        return (low, after)
    if operator == "^":
        first = next((at for at, number in enumerate(known) if number), len(known) - 1)
        return (low, _next(known[: first + 1]))
    if operator in ("~", "~>"):
        return (low, _next(known[:2]))
    if operator == ">=":
        return (low, _TOP)
    if operator == ">":
        return (after, _TOP)
    return ((0, 0, 0), low if operator == "<" else after)


def _next(known: list[int]) -> Triple:
    """Return the first version that does not begin with these numbers."""
    raised = [*known[:-1], known[-1] + 1, 0, 0]
    return (raised[0], raised[1], raised[2])
