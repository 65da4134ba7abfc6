"""Parts of a blob: the `Range` of a request (RFC 9110, § 14), and the `Content-Range` of a chunk that is pushed."""

from __future__ import annotations

import re

from tutor.registry.refusal import Refusal
from tutor.vfs.content import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.vfs.content import Content

_ONE = re.compile(r"bytes\s*=\s*(\d*)\s*-\s*(\d*)", re.IGNORECASE)
_CHUNK = re.compile(r"(?:bytes )?(\d+)-(\d+)(?:/(?:\d+|\*))?")


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte that a `Range` header asks for; None where the whole is to be sent.

    A header that is malformed, or asks for several parts, counts for nothing, as the specification allows. Raises
    Refusal (416) for a part that lies beyond the end.
    """
    match = _ONE.fullmatch(header.strip())
    if match is None or match.group(0).strip().endswith("=-"):
        return None
    first, last = match.groups()
    if first and last and int(first) > int(last):
        return None
    if first:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
    elif last:
        begin, end = max(size - int(last), 0), size - 1
    else:
        return None
    if begin >= size or (not first and int(last) == 0):
        raise Refusal(416, "SIZE_INVALID", None, (("Content-Range", f"bytes */{size}"),), "no such part of the blob")
    return begin, end


def part(content: Content, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes of a content from `first` to `last`."""
    while first <= last:
        piece = content.read(first, min(CHUNK, last - first + 1))
        if not piece:
            return
        yield piece
        first += len(piece)


class Part:
    """A content from some byte on, itself a content, for what is sent once."""

    def __init__(self, content: Content, first: int) -> None:
        self._content = content
        self._first = first
        self.size = content.size - first
        self.key = f"part:{first}:{content.key}"

    def chunks(self) -> Iterator[bytes]:
        """Yield all its bytes."""
        return part(self._content, self._first, self._content.size - 1)

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (None: all that follow) from `start`."""
        return self._content.read(self._first + start, length)


def chunk(header: str) -> tuple[int, int]:
    """Return first and last byte of a chunk. Raises Refusal for what is no `<first>-<last>`."""
    match = _CHUNK.fullmatch(header.strip())
    if match is None or int(match.group(2)) < int(match.group(1)):
        raise Refusal(400, "BLOB_UPLOAD_INVALID", {"Content-Range": header})
    return int(match.group(1)), int(match.group(2))
