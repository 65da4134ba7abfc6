"""Unpacking streams that gzip, bzip2 or xz have packed, with what busybox says of those that are broken.

The one rule: what a stream holds comes out in whole windows; what is behind the last whole one before a fault is lost,
as it is in a program that writes when its window is full.
"""

from __future__ import annotations

import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}
WINDOW = 1 << 15
_PIECE = 1 << 18
_GZIP_HEAD = 10
"""Bytes of the shortest header that a gzip stream can have."""
_FAULTS = {"incorrect data check": "crc error", "incorrect length check": "incorrect length"}


class BadStream(Exception):
    """A packed stream that is broken, or none: what is to be said of it."""


def packing_of(head: bytes) -> str:
    """Return how a stream that begins with `head` is packed; empty if it is not."""
    return next((how for how, magic in MAGIC.items() if head.startswith(magic)), "")


def unpacked(pieces: Iterable[bytes], how: str) -> Iterator[bytes]:
    """Yield what a packed stream holds. Raises BadStream."""
    unpack = {"gzip": _gunzip, "bzip2": _bunzip2, "xz": _unxz}[how]
    held = bytearray()
    for piece in unpack(_whole_head(pieces, how)):
        held += piece
        if len(held) >= WINDOW:
            end = len(held) - len(held) % WINDOW
            yield bytes(held[:end])
            del held[:end]
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


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    reader = zlib.decompressobj(wbits=31)
    for piece in pieces:
        data = piece
        while data:
            if reader.eof:
                if not data.startswith(MAGIC["gzip"][: len(data)]):
                    return  # what follows the last member and is no other one does not matter
                reader = zlib.decompressobj(wbits=31)
            try:
                out = reader.decompress(data, _PIECE)
            except zlib.error as error:
                raise BadStream(_FAULTS.get(str(error).rpartition(": ")[2], "corrupted data")) from None
            if out:
                yield out
            data = reader.unused_data if reader.eof else reader.unconsumed_tail
    if not reader.eof:
        raise BadStream("unexpected end of file")


def _bunzip2(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import bz2

    return _members(pieces, bz2.BZ2Decompressor, (OSError, ValueError, EOFError), "bunzip error -5")


def _unxz(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import lzma

    return _members(pieces, lzma.LZMADecompressor, (lzma.LZMAError, EOFError), "corrupted data")


def _members(
    pieces: Iterable[bytes], new: Callable[[], Any], faults: tuple[type[Exception], ...], fault: str
) -> Iterator[bytes]:
    """Yield the content of the members of a stream."""
    reader = new()
    try:
        for piece in pieces:
            data = piece
            while data:
                if reader.eof:
                    reader = new()
                out = reader.decompress(data, _PIECE)
                while out:
                    yield out
                    done = reader.eof or reader.needs_input
                    out = b"" if done else reader.decompress(b"", _PIECE)
                data = reader.unused_data if reader.eof else b""
    except faults:
        raise BadStream(fault) from None
    if not reader.eof:
        raise BadStream("unexpected end of file")
