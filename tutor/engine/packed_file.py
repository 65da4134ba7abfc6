"""The bytes of a big file as a promise: the layer that it came in, and where in its tar it lies.

One rule: a layer of a gigabyte is read once, to know what it holds; its big files are read from it again when somebody
reads them, so an image takes as much memory and room as its layers, not twice that.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.vfs.content import blocks_between, same
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
        from tutor.engine.unpack import plain

        skip, left = self.start, self.size
        for piece in plain(self.blob.chunks()):
            part = piece[skip : skip + left]
            skip = max(0, skip - len(piece))
            if part:
                left -= len(part)
                yield part
            if not left:
                return

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        left = max(self.size - start, 0)
        return blocks_between(self.chunks(), start, left if length is None else min(length, left))

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)


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
