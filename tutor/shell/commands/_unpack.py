"""Unpacking streams that gzip, bzip2 or xz have packed, with what busybox says of those that are broken.

The one rule: what a stream holds comes out in whole windows; what is behind the last whole one before a fault is lost,
as it is in a program that writes when its window is full.
"""

from __future__ import annotations

import zlib

from tutor.vfs.compression import CorruptStream, members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}
WINDOW = 1 << 15
_PIECE = 1 << 18
_GZIP_HEAD = 10
"""Bytes of the shortest header that a gzip stream can have."""


class BadStream(Exception):
    """A packed stream that is broken, or none: what is to be said of it; `whole`: only what follows the data is."""

    def __init__(self, fault: str, *, whole: bool = False) -> None:
        super().__init__(fault)
        self.whole = whole


def packing_of(head: bytes) -> str:
    """Return how a stream that begins with `head` is packed; empty if it is not."""
    return next((how for how, magic in MAGIC.items() if head.startswith(magic)), "")


def unpacked(pieces: Iterable[bytes], how: str) -> Iterator[bytes]:
    """Yield what a packed stream holds. Raises BadStream."""
    unpack = {"gzip": _gunzip, "bzip2": _bunzip2, "xz": _unxz}[how]
    held = bytearray()
    try:
        for piece in unpack(_whole_head(pieces, how)):
            held += piece
            if len(held) >= WINDOW:
                end = len(held) - len(held) % WINDOW
                yield bytes(held[:end])
                del held[:end]
    except BadStream as error:
        if error.whole and held:
            yield bytes(held)
        raise
    if held:
        yield bytes(held)


def _whole_head(pieces: Iterable[bytes], how: str) -> Iterator[bytes]:
    """Yield pieces of which the first holds the whole magic number. Raises BadStream if it is another one."""
    rest = iter(pieces)
    head = b""
    for piece in rest:
        head += piece
        if len(head) >= _GZIP_HEAD:
            break
    if not head.startswith(MAGIC[how]):
        raise BadStream("invalid magic")
    if how == "gzip" and len(head) < _GZIP_HEAD:
        raise BadStream("corrupted data")
    yield head
    yield from rest


class _Bytes:
    """Pieces of a stream, of which what is too much can be given back."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""

    def piece(self) -> bytes:
        """Return some bytes; none at the end."""
        held, self._held = self._held, b""
        return held or next((piece for piece in self._pieces if piece), b"")

    def back(self, data: bytes) -> None:
        """Take bytes back that come next."""
        self._held = data + self._held

    def take(self, size: int) -> bytes:
        """Return so many bytes, fewer at the end."""
        found = bytearray()
        while len(found) < size and (piece := self.piece()):
            found += piece
        self.back(bytes(found[size:]))
        return bytes(found[:size])


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of gzip members. RFC 1952; what follows the last one and is no other does not matter."""
    source = _Bytes(pieces)
    while source.take(2) == MAGIC["gzip"]:
        _skip_header(source)
        inflate = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        crc = size = 0
        data = b""
        while not inflate.eof:
            data = inflate.unconsumed_tail or source.piece()
            if not data:
                raise BadStream("unexpected end of file")
            try:
                out = inflate.decompress(data, _PIECE)
            except zlib.error:
                raise BadStream("corrupted data") from None
            crc = zlib.crc32(out, crc)
            size += len(out)
            yield out
        source.back(inflate.unused_data)
        trailer = source.take(8)
        if len(trailer) < 8:
            raise BadStream("corrupted data", whole=True)
        if trailer[:4] != crc.to_bytes(4, "little"):
            raise BadStream("crc error", whole=True)
        if trailer[4:] != (size & 0xFFFFFFFF).to_bytes(4, "little"):
            raise BadStream("incorrect length", whole=True)


def _skip_header(source: _Bytes) -> None:
    """Pass over what stands between the magic number and the data."""
    head = source.take(8)
    if len(head) < 8 or head[0] != 8:
        raise BadStream("corrupted data")
    flags = head[1]
    if flags & 4:
        source.take(int.from_bytes(source.take(2), "little"))
    for flag in (8, 16):  # the name and a comment
        while flags & flag:
            if not (letter := source.take(1)):
                raise BadStream("corrupted data")
            if letter == b"\0":
                break
    if flags & 2:
        source.take(2)


def _bunzip2(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return _members("bzip2", pieces, "bunzip error -5", "bunzip error -3")


def _unxz(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return _members("xz", pieces, "corrupted data", "corrupted data")


def _members(how: str, pieces: Iterable[bytes], fault: str, short: str) -> Iterator[bytes]:
    """Yield the content of the members of a stream; `fault` and `short` are said of one that is broken or too short."""
    try:
        yield from members(how, pieces)
    except CorruptStream as error:
        raise BadStream(short if error.cut else fault) from None
