"""Streams that may be compressed: gzip, bzip2, xz or zstd, told by their first bytes."""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.vfs.content import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, BinaryIO

_GZIP, _BZIP2, _XZ, _ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"
_LONGEST_MAGIC = 6
_PIECE = 1 << 18


class CorruptStream(LayerwiseError):
    """Compressed bytes that are broken. `how` names the compression.

    `cut` says that they are right as far as they go, but end too early.
    """

    def __init__(self, how: str, reason: str, *, cut: bool = False) -> None:
        super().__init__(f"{how}: {reason}")
        self.how = how
        self.reason = reason
        self.cut = cut


class TooMuch(LayerwiseError):
    """A stream that holds more than somebody is ready to take. `most` is how many bytes that is."""

    def __init__(self, most: int) -> None:
        super().__init__(f"an archive of more than {most} bytes when unpacked")
        self.most = most


UNPACKED = 512 << 20
"""Bytes of an archive that are unpacked into memory at once: enough for any image's files, too little for a bomb."""

LAYER = 4 << 30
"""Bytes of a layer that are unpacked: more than any image's, and an end to what never ends."""

RATIO = 100
"""How much larger than itself a compressed archive may be (beyond UNPACKED) when it goes to a disk."""


def bounded(pieces: Iterable[bytes], most: int = UNPACKED) -> Iterator[bytes]:
    """Yield the pieces. Raises TooMuch once there are more than `most` bytes."""
    left = most
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise TooMuch(most)
        yield piece


def in_proportion(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what a stream holds, as `decompressed` does. Raises TooMuch where that is out of all proportion.

    No archive of images shrinks to a hundredth; a bomb does.
    """
    read = found = 0

    def counted() -> Iterator[bytes]:
        nonlocal read
        for piece in pieces:
            read += len(piece)
            yield piece

    for piece in decompressed(counted()):
        found += len(piece)
        if found > UNPACKED + RATIO * read:
            raise TooMuch(UNPACKED + RATIO * read)
        yield piece


def compression_of(head: bytes) -> str:
    """Return how content that starts with `head` is compressed: "gzip", "bzip2", "xz", "zstd" or ""."""
    for name, magic in (("gzip", _GZIP), ("bzip2", _BZIP2), ("xz", _XZ), ("zstd", _ZSTD)):
        if head.startswith(magic):
            return name
    return ""


def pieces_of(stream: BinaryIO | Iterable[bytes]) -> Iterable[bytes]:
    """Return the bytes of a file that is open for reading, or of an iterable, in pieces."""
    read: Callable[[int], bytes] | None = getattr(stream, "read", None)
    if read is None:
        return stream
    return iter(lambda: read(CHUNK), b"")


def decompressed(pieces: Iterable[bytes], most: int | None = None) -> Iterator[bytes]:
    """Yield what a stream holds, whether compressed or not, in pieces. Raises CorruptGzip or CorruptStream.

    With `most`, TooMuch where it is compressed and holds more than that many bytes.
    """
    rest = iter(pieces)
    head = b""
    for piece in rest:
        head += piece
        if len(head) >= _LONGEST_MAGIC:
            break
    how = compression_of(head)
    whole = _joined(head, rest)
    if not how:
        return whole
    unpacked = _unpacked(how, whole)
    return unpacked if most is None else bounded(unpacked, most)


def _unpacked(how: str, whole: Iterator[bytes]) -> Iterator[bytes]:
    if how == "gzip":
        from tutor.vfs.gzip import decompress

        return decompress(whole)
    return members(how, whole)


def _joined(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest


def members(how: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of a "bzip2", "xz" or "zstd" stream of one or more members. Raises CorruptStream."""
    new, faults = _opener(how)
    reader = new()
    try:
        for piece in pieces:
            data = piece
            while data:
                if reader.eof:
                    data = data.lstrip(b"\0")
                    if not data:
                        break
                    reader = new()
                out = reader.decompress(data, _PIECE)
                while out:
                    yield out
                    done = reader.eof or reader.needs_input
                    out = b"" if done else reader.decompress(b"", _PIECE)
                data = reader.unused_data if reader.eof else b""
    except faults as error:
        raise CorruptStream(how, str(error).rpartition(": ")[2].lower()) from None
    if not reader.eof:
        raise CorruptStream(how, "unexpected end of the data", cut=True)


def _opener(how: str) -> tuple[Callable[[], Any], tuple[type[Exception], ...]]:
    """Return what makes a reader, and the exceptions by which it says that the data is broken."""
    if how == "bzip2":
        import bz2

        return bz2.BZ2Decompressor, (OSError, ValueError, EOFError)
    if how == "zstd":
        return _zstd()
    import lzma

    return lzma.LZMADecompressor, (lzma.LZMAError, EOFError)


def _zstd() -> tuple[Callable[[], Any], tuple[type[Exception], ...]]:
    """Return zstd's reader, of the standard library from Python 3.14 on; it refuses windows of more than 128 MiB."""
    import sys

    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor, ZstdError
    else:
        from backports.zstd import ZstdDecompressor, ZstdError
    return ZstdDecompressor, (ZstdError, EOFError)
