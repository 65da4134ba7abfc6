"""What files contain: bytes, or a promise of bytes.

The one rule: a content is immutable and known by its `key`; equal keys mean equal bytes. Nothing is produced before it
is read, and reading in `chunks` never holds more than a chunk.
"""

from __future__ import annotations

from hashlib import sha256

from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from tutor.vfs.generated import Generated as Generated
    from tutor.vfs.generated import Joined as Joined
    from tutor.vfs.generated import Slice as Slice

CHUNK = 1 << 16
"""Bytes in the pieces that contents are read in."""


class Content(Protocol):
    """The bytes of a file."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    @property
    def key(self) -> str:
        """The identity: `sha256:<hex>` of the bytes where they are at hand, `gen:…` for generated ones."""

    def chunks(self) -> Iterator[bytes]:
        """All bytes, in pieces."""

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """`length` bytes (fewer at the end; None: all that follow) from `start`."""


class Bytes:
    """Bytes in memory."""

    __slots__ = ("_key", "data")

    def __init__(self, data: bytes) -> None:
        self.data: Final = data
        self._key: str | None = None

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.data)

    @property
    def key(self) -> str:
        """`sha256:` and the digest of the bytes, in hexadecimal."""
        if self._key is None:
            self._key = f"sha256:{sha256(self.data).hexdigest()}"
        return self._key

    def chunks(self) -> Iterator[bytes]:
        """All bytes, in pieces."""
        data = self.data
        if len(data) <= CHUNK:
            return iter((data,) if data else ())
        return (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `start`, at most `length` of them."""
        if start == 0 and (length is None or length >= len(self.data)):
            return self.data
        return self.data[start:] if length is None else self.data[start : start + length]

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Bytes({self.data[:40]!r})" if len(self.data) <= 40 else f"Bytes(<{len(self.data)} bytes>)"


EMPTY = Bytes(b"")


def same(a: object, b: object) -> bool:
    """Whether two contents are known to hold the same bytes."""
    if a is b:
        return True
    if isinstance(a, Bytes) and isinstance(b, Bytes):
        return a.data == b.data
    key = getattr(a, "key", None)
    return isinstance(key, str) and key == getattr(b, "key", None)


def blocks_between(blocks: Iterable[bytes], skip: int, length: int) -> bytes:
    """`length` bytes of a stream of blocks, after its first `skip` bytes."""
    out: list[bytes] = []
    for block in blocks:
        piece = block[skip : skip + length]
        skip = max(0, skip - len(block))
        out.append(piece)
        length -= len(piece)
        if length <= 0:
            break
    return b"".join(out)


def __getattr__(name: str) -> object:
    """Give `Generated` and its kin from here too, without importing them before they are needed."""
    if name in ("Generated", "Joined", "Slice"):
        from tutor.vfs import generated

        return getattr(generated, name)
    raise AttributeError(name)
