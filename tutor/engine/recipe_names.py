"""Names and sizes that stand for many in a recipe's lists.

One rule: what is written short is expanded here, the same way everywhere: `{a,b}` and `{01..40}` as a shell expands
them, `*40` as forty names made of words, `~SIZE` as sizes that differ but are SIZE on average.
"""

from __future__ import annotations

import re
from hashlib import shake_128

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_BRACES = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")
_STAR = re.compile(r"\*(\d+)")
_MANY = 20_000
_TEXT = """
base block buffer cache chain class codec config core data debug device driver error event field file filter
format frame graph group handle header image index input iter key layer level link list lock log map match
memory message mode model module name node object option order output pack page parse path pool port print queue
range read record region render request result rule scan schema scope sort source stack state store stream
string symbol table task thread time token tree type unit utils value vector view window word write
"""
_WORDS = _TEXT.split()


def expanded(word: str) -> list[str]:
    """Return the names that a word stands for, in order. Raises ValueError where they are too many."""
    found = [word]
    for one, step in ((_BRACES, _braced), (_STAR, _starred)):
        while any(one.search(name) for name in found[:1]):
            found = [name for before in found for name in _once(before, one, step)]
            if len(found) > _MANY:
                raise ValueError(f"more than {_MANY} names")
    return found


def _once(name: str, pattern: re.Pattern[str], step: object) -> list[str]:
    match = pattern.search(name)
    if match is None:
        return [name]
    made: list[str] = step(match[1])  # type: ignore[operator]
    return [name[: match.start()] + part + name[match.end() :] for part in made]


def _braced(inner: str) -> list[str]:
    ends = _RANGE.fullmatch(inner)
    if ends is None:
        return inner.split(",")
    first, last = ends.groups()
    return [str(number).zfill(len(first)) for number in range(int(first), min(int(last), int(first) + _MANY) + 1)]


def _starred(count: str) -> list[str]:
    """Return names of one word, then of two, then of two and a number."""
    size = len(_WORDS)
    names = []
    for number in range(min(int(count), _MANY + 1)):
        round_, place = divmod(number, size)
        name = _WORDS[place]
        if round_:
            name += "_" + _WORDS[(place * 7 + round_ * 31) % size]
        names.append(f"{name}{round_ // size}" if round_ >= size else name)
    return names


def spread(average: int, seeds: Sequence[str]) -> list[int]:
    """Return a size for each seed, from a third of the average to three times it, that make the average in all."""
    shares = []
    for seed in seeds:
        first, second = shake_128(f"size\0{seed}".encode()).digest(2)
        shares.append(64 + (first * second >> 6))
    whole, total = sum(shares), average * len(seeds)
    sizes = [total * share // whole for share in shares]
    sizes[-1] += total - sum(sizes)
    return sizes
