"""The bytes of a layer as a promise: the two trees that it lies between, from which they are made when they are read.

One rule: writing a layer is deterministic (`vfs.layer`, `vfs.tar`, `vfs.gzip`), so trees, effort and digest are as good
as the bytes, and a workspace that keeps the trees anyway keeps the files in them once instead of twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.vfs.content import same
from tutor.vfs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from tutor.vfs.tree import Tree


class LayerContent(Record):
    """The compressed bytes of the layer that makes `tree` of `below`: `size` bytes with the digest `key`.

    `effort` is the compressor's (see `vfs.gzip.compress`).
    """

    __slots__ = __match_args__ = ("below", "tree", "size", "key", "effort")

    def __init__(self, below: Tree, tree: Tree, size: int, key: str, effort: int | None = None) -> None:
        self.below: Final = below
        self.tree: Final = tree
        self.size: Final = size
        self.key: Final = key
        self.effort: Final = effort

    def chunks(self) -> Iterator[bytes]:
        """Make all bytes, in pieces."""
        held = _held.get(self.key)
        if held is not None:
            return iter((held,))
        from tutor.vfs.gzip import compress
        from tutor.vfs.layer import layer_tar

        return compress(layer_tar(self.below, self.tree), self.effort)

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`.

        The layer that was read last is held, since whoever reads a part will read the next one too.
        """
        data = _held.get(self.key)
        if data is None:
            data = b"".join(self.chunks())
            _held.clear()
            _held[self.key] = data
        return data[start:] if length is None else data[start : start + length]

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)


_held: dict[str, bytes] = {}
