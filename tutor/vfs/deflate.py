"""A deflate writer of our own (RFC 1951): the same bytes on every machine and for every version of Python.

One rule: the output depends on the input bytes and the tiles among them, not on how they arrive in pieces. A tile is
copied in its deflated form; what is between tiles is cut into blocks of `BLOCK` bytes, each written on its own as
whichever is shortest of a stored block, fixed codes or codes made for it.
The only matches are runs of one byte (distance 1). That is what pure Python can do at useful speed: bytes become texts
of `0` and `1` by table, one join and one `int(…, 2)` pack them.

A writer may be told how much of the input is worth that work (`effort`): blocks that begin later are stored, unless
runs are almost all that they hold.
"""

from __future__ import annotations

from collections import Counter

from tutor.vfs.huffman import code_lengths, code_strings
from tutor.vfs.tiles import Tile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BLOCK = 1 << 18
"""Bytes of input in a block."""

_STORED = 65_535
_SHORTEST_RUN = 4  # bytes of a run after its first one that are worth a match
_RUN = bytes(_SHORTEST_RUN)
_LONGEST = 258
END = 256
_EXACT = 1 << 14  # up to so many literals are counted one by one; of more, every fourth
_STEP = 4
_BRIEF = 1 << 10  # so few bytes before a tile (a tar's header, mostly) are not worth codes of their own
_PROBE = 61  # every so manieth byte is compared with the one after it to see whether a block is mostly runs
_ALL = bytes(range(256))
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)


def _length_symbols() -> list[tuple[int, str]]:
    """For each match length: its symbol and its extra bits as text (RFC 1951, section 3.2.5)."""
    table = [(0, "")] * (_LONGEST + 1)
    length, symbol = 3, 257
    for extra, symbols in ((0, 8), (1, 4), (2, 4), (3, 4), (4, 4), (5, 4)):
        for _ in range(symbols):
            for value in range(1 << extra):
                table[length + value] = (symbol, f"{value:0{extra}b}"[::-1] if extra else "")
            length += 1 << extra
            symbol += 1
    table[_LONGEST] = (285, "")
    return table


LENGTHS = _length_symbols()
_FIXED_LENGTHS = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8
_FIXED = code_strings(_FIXED_LENGTHS)


def deflate(pieces: Iterable[bytes], effort: int | None = None) -> Iterator[bytes]:
    """Yield the deflate stream of the concatenated pieces, a block at a time; memory does not grow with the input.

    Of blocks that begin after the first `effort` bytes only runs are compressed (None: all blocks get the same care).
    """
    bits = Bits()
    waiting: bytes | None = None
    done = 0
    for block in _blocks(pieces):
        if waiting is not None:
            if len(waiting) <= _BRIEF and isinstance(block, Tile):
                yield bits.pack("010" + _body(waiting, _runs(waiting), _FIXED, "00000"))
            else:
                yield _write(bits, waiting, final=False, careful=effort is None or done < effort)
            done += len(waiting)
            waiting = None
        if isinstance(block, Tile):
            yield (empty_block(bits) if bits.count else b"") + block.packed
        else:
            waiting = block
    yield _write(bits, waiting or b"", final=True, careful=effort is None or done < effort) + bits.finish()


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the input into tiles, and what is between them into blocks, each of BLOCK bytes but the last."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, Tile):
            if size:
                yield b"".join(held)
                held, size = [], 0
            yield piece
            continue
        held.append(piece)
        size += len(piece)
        if size >= BLOCK:
            joined = b"".join(held)
            end = size - size % BLOCK
            for start in range(0, end, BLOCK):
                yield joined[start : start + BLOCK]
            held = [joined[end:]]
            size -= end
    if size:
        yield b"".join(held)


class Bits:
    """Bits that do not fill a byte yet."""

    __slots__ = ("count", "value")

    def __init__(self) -> None:
        self.value = 0
        self.count = 0

    def pack(self, text: str) -> bytes:
        """Return the whole bytes of what was left over and `text`, a text of `0` and `1` in sending order."""
        if not text:
            return b""
        value = int(text[::-1], 2) << self.count | self.value
        total = len(text) + self.count
        size, self.count = total >> 3, total & 7
        data = value.to_bytes(size + 1, "little")
        self.value = data[size]
        return data[:size]

    def finish(self) -> bytes:
        """Return the last, partly filled byte if there is one."""
        data = bytes((self.value,)) if self.count else b""
        self.value = self.count = 0
        return data


def _write(bits: Bits, block: bytes, *, final: bool, careful: bool) -> bytes:
    """Return the bytes of one block, as far as they are whole."""
    last = "1" if final else "0"
    if not careful and not _is_runs(block):
        return _stored(bits, block, final)
    runs = _runs(block)
    literals = _literals(block, runs) if runs else block
    frequencies = _frequencies(literals, runs)
    fixed = _cost(frequencies, _FIXED_LENGTHS) + 5 * len(runs)
    lengths = code_lengths(frequencies, 15)
    codes = head(lengths, [1 if runs else 0])
    made = _cost(frequencies, lengths) + len(codes)
    stored = 8 * len(block) + 40 * max(1, -(-len(block) // _STORED))
    if stored <= min(made, fixed):
        return _stored(bits, block, final)
    if fixed <= made:
        return bits.pack(last + "10" + _body(block, runs, _FIXED, "00000"))
    body = _body(block, runs, code_strings(lengths), "0")
    if len(codes) + len(body) >= stored:
        return _stored(bits, block, final)
    return bits.pack(f"{last}01{codes}{body}")


def _is_runs(block: bytes) -> bool:
    """Say whether a block is runs for the most part: of the bytes looked at, 15 of 16 equal the next one."""
    here, after = block[:-1:_PROBE], block[1::_PROBE]
    unlike = int.from_bytes(here, "little") ^ int.from_bytes(after, "little")
    return unlike.to_bytes(len(here), "little").count(0) * 16 >= len(here) * 15


def _runs(block: bytes) -> list[tuple[int, int]]:
    """Return (start, end) of what repeats the byte before it, at least _SHORTEST_RUN bytes long, in order."""
    size = len(block)
    if size <= _SHORTEST_RUN:
        return []
    value = int.from_bytes(block, "little")
    same = (value ^ value >> 8).to_bytes(size, "little")[: size - 1]  # 0 where a byte equals the one after it
    runs: list[tuple[int, int]] = []
    find = same.find
    start = find(_RUN)
    while start >= 0:
        end = _run_end(same, start + _SHORTEST_RUN)
        runs.append((start + 1, end + 1))
        start = find(_RUN, end + 1)
    return runs


def _run_end(same: bytes, at: int) -> int:
    """Return the first place from `at` on that is not 0."""
    step = 32
    while at < len(same):
        rest = same[at : at + step].lstrip(b"\0")
        if rest:
            return min(at + step, len(same)) - len(rest)
        at += step
        step <<= 2
    return len(same)


def _literals(block: bytes, runs: list[tuple[int, int]]) -> bytes:
    """Return the block without its runs."""
    parts = []
    at = 0
    for start, end in runs:
        parts.append(block[at:start])
        at = end
    parts.append(block[at:])
    return b"".join(parts)


def _frequencies(literals: bytes, runs: list[tuple[int, int]]) -> list[int]:
    """Count the literal and length symbols; of many literals a sample, but each that occurs counts at least once."""
    counts = [0] * 286
    if len(literals) <= _EXACT:
        for value, count in Counter(literals).items():
            counts[value] = count
    else:
        for value, count in Counter(literals[::_STEP]).items():
            counts[value] = count * _STEP
        for value in _ALL.translate(None, _ALL.translate(None, literals)):
            counts[value] = counts[value] or 1
    counts[END] = 1
    for length, count in Counter([end - start for start, end in runs]).items():
        for part in _parts(length):
            counts[LENGTHS[part][0]] += count
    return counts


def _parts(length: int) -> list[int]:
    """Cut the length of a run into lengths of matches (3 to 258)."""
    whole, rest = divmod(length, _LONGEST)
    if not rest:
        return [_LONGEST] * whole
    if rest < 3:
        return [_LONGEST] * (whole - 1) + [_LONGEST - 3 + rest, 3]
    return [_LONGEST] * whole + [rest]


def _cost(frequencies: list[int], lengths: list[int]) -> int:
    """Return the bits that the symbols take, without extra bits."""
    return sum([count * length for count, length in zip(frequencies, lengths, strict=False) if count])


def _body(block: bytes, runs: list[tuple[int, int]], codes: list[str], distance: str) -> str:
    """Return the bits of the block's symbols; `distance` is the code of distance 1."""
    get = codes.__getitem__
    if not runs:
        return "".join(map(get, block)) + codes[END]
    matches: dict[int, str] = {}
    parts: list[str] = []
    at = 0
    for start, end in runs:
        parts += map(get, block[at:start])
        length = end - start
        text = matches.get(length)
        if text is None:
            symbols = [LENGTHS[part] for part in _parts(length)]
            text = matches[length] = "".join([codes[symbol] + extra + distance for symbol, extra in symbols])
        parts.append(text)
        at = end
    parts += map(get, block[at:])
    parts.append(codes[END])
    return "".join(parts)


def head(lengths: Sequence[int], distances: Sequence[int]) -> str:
    """Return the bits that describe a block's codes by their lengths (RFC 1951, section 3.2.7)."""
    used = max(symbol for symbol, length in enumerate(lengths) if length) + 1
    far = max((symbol for symbol, length in enumerate(distances) if length), default=0) + 1
    rows = _packed_lengths([*lengths[:used], *distances[:far]])
    counts = [0] * 19
    for symbol, _ in rows:
        counts[symbol] += 1
    order = code_lengths(counts, 7)
    codes = code_strings(order)
    shown = max(4, max(place for place, symbol in enumerate(_ORDER) if order[symbol]) + 1)
    parts = [_number(used - 257, 5), _number(far - 1, 5), _number(shown - 4, 4)]
    parts += [_number(order[symbol], 3) for symbol in _ORDER[:shown]]
    parts += [codes[symbol] + extra for symbol, extra in rows]
    return "".join(parts)


def _packed_lengths(lengths: list[int]) -> list[tuple[int, str]]:
    """Return code lengths as symbols of the code length alphabet: (symbol, extra bits)."""
    rows: list[tuple[int, str]] = []
    at = 0
    while at < len(lengths):
        value = lengths[at]
        end = at
        while end < len(lengths) and lengths[end] == value:
            end += 1
        count = end - at
        at = end
        if value == 0:
            while count >= 11:
                rows.append((18, _number(min(count, 138) - 11, 7)))
                count -= min(count, 138)
            if count >= 3:
                rows.append((17, _number(count - 3, 3)))
                count = 0
        else:
            rows.append((value, ""))
            count -= 1
            while count >= 3:
                rows.append((16, _number(min(count, 6) - 3, 2)))
                count -= min(count, 6)
        rows += [(value, "")] * count
    return rows


def _number(value: int, width: int) -> str:
    """Return a number in sending order: its lowest bit first."""
    return f"{value:0{width}b}"[::-1]


def empty_block(bits: Bits) -> bytes:
    """Return a block without content, after which the stream is at a whole byte."""
    return _stored(bits, b"", False)


def _stored(bits: Bits, block: bytes, final: bool) -> bytes:
    """Return the block as it is, in stored blocks."""
    parts = []
    for start in range(0, max(len(block), 1), _STORED):
        piece = block[start : start + _STORED]
        last = final and start + _STORED >= len(block)
        fill = -(bits.count + 3) % 8
        parts.append(bits.pack(("1" if last else "0") + "00" + "0" * fill))
        size = len(piece)
        parts.append(size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + piece)
    return b"".join(parts)
