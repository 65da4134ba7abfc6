"""Trees of the bundled images that are not there yet.

One rule: a planted tree is known by its digest, and its files are put in place when someone first looks into it. So a
pull costs nothing, and a workspace keeps a few words instead of thousands of files.
"""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    Ground = Callable[[str, str, str, int, str], Tree | None]
    """Makes a tree of (recipe, image, platform, number of layers, digest); None where it has no such tree."""

_FIELDS = frozenset(("root", "links", "next_link"))
_grounds: dict[str, Ground] = {}


class PlantedTree(Tree):
    """The files of the lowest `count` layers of an image; `hash` is the tree's digest in hexadecimal."""

    __slots__ = ("count", "hash", "image", "platform", "recipe")
    __match_args__ = ("recipe", "image", "platform", "count", "hash")

    def __init__(self, recipe: str, image: str, platform: str, count: int, hash: str) -> None:
        self.recipe: Final = recipe
        self.image: Final = image
        self.platform: Final = platform
        self.count: Final = count
        self.hash: Final = hash
        self._digest = bytes.fromhex(hash)

    def __getattr__(self, name: str) -> object:
        """Put the files in place: the slots of a tree are empty before."""
        if name not in _FIELDS:
            raise AttributeError(name)
        tree = self._made()
        for field in _FIELDS:
            setattr(self, field, getattr(tree, field))
        return getattr(tree, name)

    def _made(self) -> Tree:
        for ground in reversed(_grounds.values()):
            tree = ground(self.recipe, self.image, self.platform, self.count, self.hash)
            if tree is not None:
                return tree
        raise LayerwiseError(
            f"the files of the bundled image {self.recipe}:{self.image} are no longer as they were when it was pulled",
            "pull it again, or start over with: reset",
        )


def from_here(folder: str, ground: Ground) -> None:
    """Say where trees may come from: the bundled images in `folder`, which are asked before those named earlier."""
    _grounds.pop(folder, None)
    _grounds[folder] = ground
