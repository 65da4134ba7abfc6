"""What a page can be about: one small value, which a front end may hold without knowing any page."""

from __future__ import annotations

from typing import Literal

from tutor.dataclass import dataclass

What = Literal[
    "image", "layer", "files", "tree", "file", "document", "waste", "compare", "container", "volume", "cache", "points",
    "tour",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What a page is about.

    `key` is an image's or document's digest, the key of a layer's step (`LayerNode.key`), the ID of a container or a
    cache record, a volume's name, the number of a point of the history or of a page of
    the tour. `image` is the digest of the image that a
    layer or a document is looked at in, "" for any that has it. `path` is a file or folder inside. `other` is what is
    compared with, itself a target's text.
    """

    what: What
    key: str
    image: str = ""
    path: str = ""
    other: Target | None = None


def pair(left: Target, right: Target, path: str = "") -> Target:
    """The comparison of two images, layers or containers."""
    image = "container" if left.what == "container" else left.image if left.what == "layer" else ""
    return Target("compare", left.key, image, path, right)
