"""Deflate with matches (RFC 1951): for pieces that are packed once and used often.

One rule: a piece is packed by itself, and the same bytes give the same block everywhere.
"""

from __future__ import annotations

from bisect import bisect_right

from tutor.vfs.deflate import END, LENGTHS, head
from tutor.vfs.huffman import code_lengths, code_strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

_WORD = 4  # bytes that a match must have at least
_TRIES = 32  # earlier places that are looked at for a match
_STRIDE = 32  # symbols from one mark to the next
_LONGEST = 258


def _distance_symbols() -> list[tuple[int, int, int]]:
    """For each distance symbol: its first distance, and how many extra bits follow (RFC 1951, section 3.2.5)."""
    rows = []
    distance = 1
    for symbol in range(30):
        extra = max(0, symbol // 2 - 1)
        rows.append((symbol, distance, extra))
        distance += 1 << extra
    return rows


_DISTANCES = _distance_symbols()


class Packed:
    """A piece of at most 32 KiB and its deflated form: one block of codes of its own, never the last of a stream.

    Of the block's start any length can be had without packing again: `marks` are places in the data at which a symbol
    begins, with the place of that symbol among the bits.
    """

    __slots__ = ("_bits", "_codes", "_data", "_marks", "_size")

    def __init__(self, data: bytes) -> None:
        self._data: Final = data
        tokens = _coded(list(_tokens(data)) if data.isascii() else data)  # bulk binary content has no matches to find
        self._codes: Final = tokens.codes
        text, at, size = [tokens.head], 0, len(tokens.head)
        marks = []
        for number, (length, code) in enumerate(tokens.symbols):
            if number % _STRIDE == 0:
                marks.append((at, size))
            text.append(code)
            at += length
            size += len(code)
        self._marks: Final = marks
        self._bits: Final = int("".join(text)[::-1], 2)
        self._size: Final = size

    def start(self, length: int) -> bytes:
        """Return the first `length` bytes (all of them, if there are no more) deflated; it ends at a whole byte."""
        if length >= len(self._data):
            bits, size, tail = self._bits, self._size, ""
        else:
            at, size = self._marks[bisect_right(self._marks, (length, 1 << 30)) - 1]
            bits = self._bits & ((1 << size) - 1)
            tail = "".join([self._codes[value] for value in self._data[at:length]])
        tail += self._codes[END]
        bits |= int(tail[::-1], 2) << size
        size += len(tail) + 3  # the head of a stored block, then nothing up to the whole byte
        return bits.to_bytes((size + 7) // 8, "little") + b"\0\0\xff\xff"


class _Coded:
    """Tokens with codes made for them: (bytes of data, bits) of each, and the bits that come before them."""

    def __init__(self, symbols: list[tuple[int, str]], head: str, codes: list[str]) -> None:
        self.symbols = symbols
        self.head = head
        self.codes = codes
        self.size = len(head) + sum([len(bits) for _, bits in symbols])


def _coded(tokens: Sequence[int | tuple[int, int]]) -> _Coded:
    literals, distances = [0] * 286, [0] * 30
    for token in tokens:
        if isinstance(token, int):
            literals[token] += 1
        else:
            literals[LENGTHS[token[0]][0]] += 1
            distances[_distance(token[1])[0]] += 1
    literals[END] = 1
    lengths, far = code_lengths(literals, 15), code_lengths(distances, 15)
    codes, far_codes = code_strings(lengths), code_strings(far)
    symbols = []
    for token in tokens:
        if isinstance(token, int):
            symbols.append((1, codes[token]))
        else:
            symbol, extra = LENGTHS[token[0]]
            place, more = _distance(token[1])
            symbols.append((token[0], codes[symbol] + extra + far_codes[place] + more))
    return _Coded(symbols, "001" + head(lengths, far), codes)


def _tokens(data: bytes) -> Iterator[int | tuple[int, int]]:
    """Yield literals, and matches as (length, distance); a match waits for a longer one that begins a byte later."""
    seen: dict[bytes, list[int]] = {}
    at, size = 0, len(data)
    entered = 0
    best = (0, 0)
    while at < size:
        here = best if best[0] else _longest(data, at, seen)
        best = (0, 0)
        while entered <= at:
            seen.setdefault(data[entered : entered + _WORD], []).append(entered)
            entered += 1
        if here[0] >= _WORD:
            best = _longest(data, at + 1, seen)
            if best[0] <= here[0]:
                yield here
                at += here[0]
                best = (0, 0)
                while entered < at:
                    seen.setdefault(data[entered : entered + _WORD], []).append(entered)
                    entered += 1
                continue
        yield data[at]
        at += 1


def _longest(data: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Return the length and distance of the longest match at a place, (0, 0) where there is none."""
    best = (0, 0)
    most = min(_LONGEST, len(data) - at)
    for place in reversed(seen.get(data[at : at + _WORD], ())[-_TRIES:]):
        if best[0] < most and data[place : place + best[0] + 1] == data[at : at + best[0] + 1]:
            length = _WORD
            while length < most and data[place + length] == data[at + length]:
                length += 1
            if length > best[0] and length <= most:
                best = (length, at - place)
    return best


_seen: dict[int, tuple[int, str]] = {}


def _distance(distance: int) -> tuple[int, str]:
    """Return the symbol of a distance and its extra bits in sending order."""
    found = _seen.get(distance)
    if found is None:
        symbol, first, extra = next(row for row in reversed(_DISTANCES) if row[1] <= distance)
        found = _seen[distance] = symbol, f"{distance - first:0{extra}b}"[::-1] if extra else ""
    return found
