"""The bytes of a big file as a promise: the layer that it came in, and where in its tar it lies.

One rule: a layer of a gigabyte is read once, to know what it holds; its big files are read from it again when somebody
reads them, so an image takes as much memory and room as its layers, not twice that. Up to where the last one was
read is remembered: files in the order of their layer are read in one pass over it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.vfs.content import same
from tutor.vfs.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final

    from tutor.store.blobs import Blob
    from tutor.vfs.content import Content
    from tutor.vfs.tar import Member

FROM = 1 << 20
"""Bytes from which on a file stays in its layer."""


class PackedFile(Record):
    """`size` bytes with the digest `key`, from byte `start` of the unpacked tar in `blob`."""

    __slots__ = __match_args__ = ("blob", "start", "size", "key")

    def __init__(self, blob: Blob, start: int, size: int, key: str) -> None:
        self.blob: Final = blob
        self.start: Final = start
        self.size: Final = size
        self.key: Final = key

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces."""
        return self._part(0, self.size)

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        left = max(self.size - start, 0)
        return b"".join(self._part(start, left if length is None else min(length, left)))

    def _part(self, start: int, length: int) -> Iterator[bytes]:
        reader = _last.pop() if _last else None
        if reader is None or reader.content is not self.blob.content or reader.at > self.start + start:
            reader = _Reader(self.blob.content)
        yield from reader.read(self.start + start, length)
        _last[:] = [reader]

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)


class _Reader:
    """Reads the unpacked tar in a content, only ever onwards; it has passed `at` bytes."""

    def __init__(self, content: Content) -> None:
        from tutor.engine.unpack import plain

        self.content: Final = content
        self.at = 0
        self._pieces = plain(content.chunks())
        self._rest = b""

    def read(self, start: int, length: int) -> Iterator[bytes]:
        """Yield `length` bytes from `start`, which is not before `at`."""
        end = start + length
        while self.at < end:
            piece = self._rest or next(self._pieces, b"")
            if not piece:
                return
            part = piece[max(0, start - self.at) : end - self.at]
            self._rest = piece[end - self.at :]
            self.at += len(piece) - len(self._rest)
            if part:
                yield part


_last: list[_Reader] = []
"""The reader that was used last; while it reads it is taken out, so that no two read with it."""


def keeper(blob: Blob) -> Callable[[Member], Content | None]:
    """Return what leaves the big files of a layer in it (see `vfs.layer.apply_layer`)."""

    def keep(member: Member) -> Content | None:
        if member.header.size < FROM:
            return None
        start, hasher = member.start, sha256()
        for piece in member.chunks():
            hasher.update(piece)
        return PackedFile(blob, start, member.header.size, f"sha256:{hasher.hexdigest()}")

    return keep
