"""What a tar archive is read from.

The one rule: nothing is held but a piece, and what is passed over is not made where that can be helped.
"""

from __future__ import annotations

from itertools import chain

from tutor.vfs.content import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, Final

    from tutor.vfs.content import Content


class Source:
    """Bytes to read: a binary file, or pieces: bytes and whole contents. `at` counts what has been read."""

    __slots__ = ("_next", "_rest", "at")

    def __init__(self, stream: BinaryIO | Iterable[bytes | Content]) -> None:
        read = getattr(stream, "read", None)
        self._next: Iterator[bytes | Content] = iter(lambda: read(CHUNK), b"") if read is not None else iter(stream)
        self._rest = memoryview(b"")
        self.at = 0

    def some(self, most: int) -> memoryview:
        """At least one byte and at most `most`; none at the end."""
        while not self._rest:
            piece = next(self._next, None)
            if piece is None:
                return self._rest
            if isinstance(piece, bytes):
                self._rest = memoryview(piece)
            else:
                self._next = chain(piece.chunks(), self._next)
        taken = self._rest[:most]
        self._rest = self._rest[most:]
        self.at += len(taken)
        return taken

    def whole(self, size: int) -> Content | None:
        """The next `size` bytes as a content that is not read, None where they do not come as one."""
        if self._rest:
            return None
        piece = next(self._next, None)
        if piece is not None and not isinstance(piece, bytes) and piece.size == size:
            self.at += size
            return piece
        if piece is not None:
            self._next = chain((piece,), self._next)
        return None

    def exactly(self, size: int) -> bytes:
        """`size` bytes, fewer at the end."""
        first = self.some(size)
        if len(first) == size:
            return bytes(first)
        parts = [first]
        size -= len(first)
        while size and (more := self.some(size)):
            parts.append(more)
            size -= len(more)
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """Pass over `size` bytes, fewer at the end; return how many."""
        left = size
        while left and (piece := self.some(left)):
            left -= len(piece)
        return size - left


class ContentSource(Source):
    """A content to read an archive from: what is skipped is not made."""

    __slots__ = ("_content",)

    def __init__(self, content: Content) -> None:
        super().__init__(())
        self._content: Final = content

    def some(self, most: int) -> memoryview:
        """At least one byte and at most `most`; none at the end."""
        if not self._rest:
            self._rest = memoryview(self._content.read(self.at, CHUNK))
        return super().some(most)

    def skip(self, size: int) -> int:
        """Pass over `size` bytes, fewer at the end; return how many."""
        size = min(size, self._content.size - self.at)
        self._rest = self._rest[size:]
        self.at += size
        return size
