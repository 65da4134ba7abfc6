"""Blobs: content known by its digest.

One rule: a blob's digest is its identity. Where its bytes come from (memory, a workspace file, a folder, a recipe that
makes them when they are first read) is the business of its `content` and changes nothing about its value.
"""

from __future__ import annotations

from tutor.oci.digest import Digest, verify
from tutor.oci.digest import of as digest_of_bytes
from tutor.vfs.content import Bytes
from tutor.vfs.light import Protocol
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from tutor.vfs.content import Content


class Blob(Record):
    """`size` bytes whose digest is `digest`. A blob is itself a content (it has `key`, `chunks` and `read`)."""

    __slots__ = __match_args__ = ("digest", "size", "content")

    def __init__(self, digest: Digest, size: int, content: Content) -> None:
        self.digest: Final = digest
        self.size: Final = size
        self.content: Final = content

    @classmethod
    def of(cls, data: bytes) -> Blob:
        """Return the blob of some bytes in memory."""
        return cls(digest_of_bytes(data), len(data), Bytes(data))

    @property
    def key(self) -> str:
        """The identity: the digest."""
        return self.digest

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces."""
        return self.content.chunks()

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        return self.content.read(start, length)

    def verify(self) -> None:
        """Read all bytes; raise DigestError if they are not the ones that the digest names."""
        verify(self.digest, self.chunks())

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Blob) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)


class Sink(Protocol):
    """Where bytes of unknown length are kept while (and after) they arrive, so that memory does not grow with them."""

    def put(self, pieces: Iterable[bytes]) -> Blob:
        """Take in all pieces and return the blob that they make."""


class MemorySink:
    """A sink that keeps blobs in memory: for small ones, and for tests."""

    def put(self, pieces: Iterable[bytes]) -> Blob:
        """Take in all pieces and return the blob that they make."""
        return Blob.of(b"".join(pieces))
