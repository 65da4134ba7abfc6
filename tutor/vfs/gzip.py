"""Gzip (RFC 1952): a writer that gives the same bytes everywhere, and a streaming reader.

One rule: digests of compressed layers come from this writer alone. zlib, zlib-ng and isal each give other bytes, so
zlib only ever reads here (and computes CRC-32).
"""

from __future__ import annotations

import zlib

from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAGIC = b"\x1f\x8b"
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # deflate, no name, no time, system unknown: what Go writes too
_PIECE = 1 << 18


class CorruptGzip(LayerwiseError):
    """Bytes that are no gzip stream, or a broken one. `reason` says what is wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"gzip: {reason}")
        self.reason = reason


def compress(pieces: Iterable[bytes], effort: int | None = None) -> Iterator[bytes]:
    """Yield the gzip stream of the concatenated pieces. Memory does not grow with the input.

    The output does not depend on how the input is cut. `effort` is `deflate`'s: the bytes that are worth its work.
    """
    from tutor.vfs.deflate import deflate

    crc = size = 0

    def counted() -> Iterator[bytes]:
        nonlocal crc, size
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            yield piece

    yield _HEAD
    yield from deflate(counted(), effort)
    yield crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def decompress(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of a gzip stream of one or more members, in pieces of at most 256 KiB. Raises CorruptGzip.

    Zeros after the last member are ignored, as gzip(1) does.
    """
    reader = zlib.decompressobj(wbits=31)
    started = ended = False
    for piece in pieces:
        data = piece
        while data:
            if ended:
                data = data.lstrip(b"\0")
                if not data:
                    break
                reader, ended = zlib.decompressobj(wbits=31), False
            started = True
            try:
                out = reader.decompress(data, _PIECE)
            except zlib.error as error:
                raise CorruptGzip(_reason(error)) from None
            if out:
                yield out
            ended = reader.eof
            data = reader.unused_data if ended else reader.unconsumed_tail
    if not ended:
        raise CorruptGzip("unexpected end of the data" if started else "no data")


def is_gzip(head: bytes) -> bool:
    """Say whether content that starts with `head` is compressed by gzip."""
    return head.startswith(MAGIC)


def _reason(error: zlib.error) -> str:
    """Return zlib's own words without its numbers: "incorrect header check"."""
    return str(error).rpartition(": ")[2]
