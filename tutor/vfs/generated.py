"""Contents that are made when they are read.

The one rule: block `n` of a generated content depends on its seed, its kind and `n` alone, so any part of a large
file can be made without the rest of it.
"""

from __future__ import annotations

from hashlib import shake_128
from struct import pack

from tutor.vfs.content import CHUNK, Bytes, blocks_between, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from tutor.vfs.content import Content

_TEXT = (
    (" ", 42), ("e", 28), ("t", 20), ("a", 18), ("o", 16), ("n", 16), ("i", 16), ("r", 14), ("s", 14), ("h", 10),
    ("l", 10), ("d", 9), ("c", 7), ("u", 7), ("m", 6), ("p", 5), ("\n", 5), ("g", 4), ("f", 4), ("b", 3), ("y", 2),
)  # fmt: skip
"""Letters of generated text, and in how many of 256 cases each is taken."""


def _skewed() -> bytes:
    """Return a table of 256 byte values of which few are frequent: about 3.3 bits of information a byte."""
    table = bytearray()
    value, share = 0, 72
    while len(table) < 256:
        table += bytes([value]) * share
        value = (value * 5 + 67) % 256
        share = max(1, share * 3 // 4)
    return bytes(table[:256])


def _alphabet(kind: str) -> bytes:
    if kind == "text":
        return b"".join([letter.encode() * share for letter, share in _TEXT])
    return _skewed()


_tables: dict[str, bytes] = {}

KINDS = ("data", "elf", "elf-arm64", "text", "zero", "noise")
MACHINES = {"elf": 62, "elf-arm64": 183}
"""The machine field of an ELF header (x86-64, AArch64)."""


def elf_head(size: int, machine: int) -> bytes:
    """Return a 64-bit little-endian executable's header, and one program header that maps the whole file.

    `machine` is of `MACHINES`.
    """
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = pack("<HHIQQQIHHHHHH", 2, machine, 1, 0x401000, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    return ident + header + pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, size, size, 0x1000)


class Generated:
    """Bytes made from a seed.

    Kinds: `data` (binary that packs to less than half), `elf` and `elf-arm64` (the same behind an executable's header),
    `text` (letters in lines), `noise` (bytes that do not pack), `zero` (no seed needed).
    """

    __slots__ = ("kind", "seed", "size")

    def __init__(self, seed: str, size: int, kind: str = "data") -> None:
        if kind not in KINDS:
            raise ValueError(f"unknown kind of generated content: {kind}")
        self.seed: Final = seed
        self.size: Final = size
        self.kind: Final = kind

    @property
    def key(self) -> str:
        """`gen:` and all that the bytes depend on."""
        return f"gen:{self.kind}:{self.size}:{self.seed}"

    def _block(self, number: int, length: int = CHUNK) -> bytes:
        """The first `length` bytes of block `number`; the last block is cut to the size."""
        length = min(length, self.size - number * CHUNK)
        if self.kind == "zero":
            return bytes(length)
        noise = shake_128(f"{self.kind}\0{self.seed}\0{number}".encode("utf-8", "surrogatepass")).digest(length)
        if self.kind == "noise":
            return noise
        table = _tables.get(self.kind)
        if table is None:
            table = _tables[self.kind] = _alphabet(self.kind)
        block = noise.translate(table)
        if number == 0 and self.kind in MACHINES:
            head = elf_head(self.size, MACHINES[self.kind])
            block = head[:length] + block[len(head) :]
        return block

    def _blocks(self, start: int = 0) -> Iterator[bytes]:
        return (self._block(number) for number in range(start, -(-self.size // CHUNK)))

    def chunks(self) -> Iterator[bytes]:
        """All bytes, in pieces."""
        return self._blocks()

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `start`, at most `length` of them; only the blocks they lie in are made."""
        left = max(0, self.size - start)
        length = left if length is None else min(length, left)
        if not length:
            return b""
        number, skip = divmod(start, CHUNK)
        if skip + length <= CHUNK:
            return self._block(number, skip + length)[skip:]
        return blocks_between(self._blocks(number), skip, length)

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Generated({self.seed!r}, {self.size}, {self.kind!r})"


class Joined:
    """Contents one after the other: what appending to a large file makes, without copying it."""

    __slots__ = ("_key", "parts", "size")

    def __init__(self, parts: tuple[Content, ...]) -> None:
        self.parts: Final = parts
        self.size: Final = sum([part.size for part in parts])
        self._key: str | None = None

    @property
    def key(self) -> str:
        """`join:` and a digest over the keys of the parts."""
        if self._key is None:
            self._key = f"join:{shake_128(chr(0).join([p.key for p in self.parts]).encode()).hexdigest(32)}"
        return self._key

    def chunks(self) -> Iterator[bytes]:
        """All bytes, in pieces."""
        return (chunk for part in self.parts for chunk in part.chunks())

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `start`, at most `length` of them."""
        out: list[bytes] = []
        left = self.size - start if length is None else length
        for part in self.parts:
            if left <= 0:
                break
            if start < part.size:
                out.append(part.read(start, left))
                left -= len(out[-1])
            start = max(0, start - part.size)
        return b"".join(out)

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)


class Slice:
    """A part of another content."""

    __slots__ = ("size", "start", "whole")

    def __init__(self, whole: Content, start: int, size: int) -> None:
        self.whole: Final = whole
        self.start: Final = start
        self.size: Final = max(0, min(size, whole.size - start))

    @property
    def key(self) -> str:
        """`slice:`, where it lies, and the key of the whole."""
        return f"slice:{self.start}:{self.size}:{self.whole.key}"

    def chunks(self) -> Iterator[bytes]:
        """All bytes, in pieces."""
        return (self.read(at, CHUNK) for at in range(0, self.size, CHUNK))

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `start`, at most `length` of them."""
        left = max(0, self.size - start)
        return self.whole.read(self.start + start, left if length is None else min(length, left))

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)


COPY_LIMIT = 1 << 16
"""Bytes up to which appending copies what was there."""


def appended(first: Content, second: Content) -> Content:
    """One content after another: bytes when they are few, else parts that are shared."""
    if first.size == 0 and not isinstance(first, Joined):
        return second
    if second.size == 0:
        return first
    if isinstance(first, Bytes) and isinstance(second, Bytes) and first.size + second.size <= COPY_LIMIT:
        return Bytes(first.data + second.data)
    parts = first.parts if isinstance(first, Joined) else (first,)
    if isinstance(second, Bytes) and isinstance(parts[-1], Bytes) and parts[-1].size + second.size <= COPY_LIMIT:
        return Joined((*parts[:-1], Bytes(parts[-1].data + second.data)))
    return Joined((*parts, second))


def part_of(content: Content, start: int, size: int) -> Content:
    """A part of a content: bytes when they are few, else what it shares with the whole."""
    if size <= COPY_LIMIT:
        return Bytes(content.read(start, size))
    if start == 0 and size == content.size:
        return content
    if isinstance(content, Generated) and content.kind == "zero":
        return Generated(content.seed, size, "zero")
    if isinstance(content, Slice):
        return part_of(content.whole, content.start + start, size)
    if isinstance(content, Joined):
        before = 0
        for part in content.parts:
            if before <= start and start + size <= before + part.size:
                return part_of(part, start - before, size)
            before += part.size
    return Slice(content, start, size)
