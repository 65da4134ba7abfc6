"""A compressed layer that is made of trees when somebody reads it.

The one rule: reading gives the bytes whose digest is `key`; who only pulls never reads. It is kept in a workspace as the
trees it is made of, so a bundled image costs what its list of files costs, and stays readable when recipes change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.store.gzip import compress
from tutor.vfs.content import blocks_between
from tutor.vfs.layer import layer_tar
from tutor.vfs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from tutor.vfs.tree import Tree


class LayerContent(Record):
    """The gzip stream of the layer that makes `tree` of `base`: `size` bytes with the digest `key`."""

    __slots__ = __match_args__ = ("base", "tree", "key", "size")

    def __init__(self, base: Tree, tree: Tree, key: str, size: int) -> None:
        self.base: Final = base
        self.tree: Final = tree
        self.key: Final = key
        self.size: Final = size

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces."""
        return compress(layer_tar(self.base, self.tree))

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        return blocks_between(self.chunks(), start, self.size if length is None else length)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LayerContent) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
