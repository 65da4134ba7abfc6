"""Results of a build's steps while it is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.build.progress import Draft
    from tutor.oci.config import ImageConfig
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.manifest import Manifest
    from tutor.oci.platform import Platform

EMPTY = Tree.empty()


@dataclass(slots=True)
class Base:
    """An image that a stage begins with or copies from: `tree` is None until its files are needed."""

    name: str
    reference: str
    target: Descriptor
    manifest: Manifest
    config: ImageConfig
    platform: Platform
    chain: str
    tree: Tree | None = None
    draft: Draft | None = None


@dataclass(slots=True)
class Result:
    """What a step gives: the files as `tree` (None: a base whose files were not needed so far).

    `id` stands for it in the cache keys of what is built on it; `record` is the ID of its cache record, "" for a base
    and for the empty start; `parent` is what it stands on. `files` is the tree of a folder of the client.
    """

    id: str
    tree: Tree | None
    record: str = ""
    parent: Result | None = None
    base: Base | None = None


def empty_result() -> Result:
    """Return the result that `FROM scratch` begins with."""
    return Result("scratch", EMPTY)
