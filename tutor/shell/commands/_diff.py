"""The differences of two rows of lines.

The one rule: of all longest rows of common lines the one is taken that the algorithm of Hunt and McIlroy finds ("An
algorithm for differential file comparison", 1976), on which diff programs are built.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

_TRIES = 256
"""Candidates that are tried for a line, unless the result is to be the smallest one."""


class Change:
    """Lines `first` to `last` (from 1 on; none if `last` is before `first`) of each side that differ."""

    __slots__ = ("first", "last")

    def __init__(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        self.first = first
        self.last = last


def matches(old: Sequence[Hashable], new: Sequence[Hashable], thorough: bool = False) -> list[int]:
    """Return for each old line the new one that it stays; 0 for none. Both count from 1; the list begins with 0."""
    before = 0
    while before < len(old) and before < len(new) and old[before] == new[before]:
        before += 1
    behind = 0
    while behind < min(len(old), len(new)) - before and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    found = [0] * (len(old) + 1)
    for at in range(1, before + 1):
        found[at] = at
    for at in range(behind):
        found[len(old) - at] = len(new) - at
    places: dict[Hashable, list[int]] = {}
    for at in range(before, len(new) - behind):
        places.setdefault(new[at], []).append(at + 1)
    rows = [places.get(old[at], []) for at in range(before, len(old) - behind)]
    bound = len(new) + 1 if thorough else max(_TRIES, int(len(rows) ** 0.5))
    for x, y in _longest(rows, bound):
        found[x + before] = y
    return found


def _longest(rows: list[list[int]], bound: int) -> Iterator[tuple[int, int]]:
    """Yield pairs (row, place), both growing, as many as can be; `rows` holds the places that each row may take."""
    candidates: list[tuple[int, int, int]] = [(0, 0, 0)]  # row, place, the candidate before it
    ends = [0]  # by length: the candidate that ends a row of pairs with the lowest place
    for x, row in enumerate(rows, 1):
        last_length = tries = 0
        previous = ends[0]
        for y in row:
            if y <= candidates[previous][1]:
                continue
            length = _search(ends, candidates, y)
            if length != last_length + 1:
                previous = ends[length - 1]
            if length < len(ends) and candidates[ends[length]][1] <= y:
                continue
            candidates.append((x, y, previous))
            if length == len(ends):
                ends.append(len(candidates) - 1)
                break
            previous, ends[length] = ends[length], len(candidates) - 1
            last_length = length
            tries += 1
            if tries >= bound:
                break
    at = ends[-1]
    while at:
        x, y, at = candidates[at]
        yield x, y


def _search(ends: list[int], candidates: list[tuple[int, int, int]], y: int) -> int:
    """Return how long a row of pairs gets that `y` is put behind."""
    low, high = 0, len(ends)
    while low + 1 < high:
        middle = (low + high) // 2
        place = candidates[ends[middle]][1]
        if place == y:
            return middle
        if place > y:
            high = middle
        else:
            low = middle
    return low + 1


def hunks(found: list[int], size: int, context: int) -> Iterator[list[Change]]:
    """Yield the changes in groups that are shown together; `size` is the number of new lines."""
    group: list[Change] = []
    for change in _changes([*found, size + 1]):
        if group:
            distance = [change.first[side] - group[-1].last[side] for side in (0, 1)]
            if min(distance) > 2 * context + 1:
                yield group
                group = []
        group.append(change)
    if group:
        yield group


def _changes(found: list[int]) -> Iterator[Change]:
    """Yield the places where the two sides differ."""
    old = new = 0  # the last lines that both sides have
    for at in range(1, len(found)):
        if not found[at]:
            continue
        if at > old + 1 or found[at] > new + 1:
            yield Change((old + 1, new + 1), (at - 1, found[at] - 1))
        old, new = at, found[at]
