"""What the build cache holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from tutor.vfs.tree import Tree

REGULAR = "regular"
SOURCE = "source"
CACHE_MOUNT = "exec.cachemount"


@dataclass(frozen=True, slots=True)
class CacheRecord:
    """One result that a later build can use.

    `kind` is "regular" (a step), "source" (an image that was used as a base) or "exec.cachemount"; `description` is
    what BuildKit would say of it. `keys` are the cache keys that lead to it, `parent` the ID of the result below it;
    `tree` holds the files as seen from here (of a cache mount: the mount's). `size` is bytes on disk of its own layer.
    `diff_id` and `layer` (a blob's digest) are known once the layer was exported; `chain` is the chain ID of a base;
    `blobs` are the digests that it keeps alive. For telling why a later step is not cached: `definition` is the step
    without what it stands on, `text` its instruction, `inputs` the files that it took from outside.
    """

    id: str
    kind: str
    description: str
    created: float
    used: float
    uses: int
    keys: tuple[str, ...]
    tree: Tree
    size: int
    parent: str = ""
    chain: str = ""
    diff_id: str = ""
    layer: str = ""
    blobs: tuple[str, ...] = ()
    definition: tuple[str, ...] = ()
    text: str = ""
    inputs: Tree | None = None


@dataclass(frozen=True, slots=True)
class CacheUsage:
    """One line of `docker buildx du`: sizes in bytes, times in seconds since 1970.

    `in_use` is whether an image needs it, `shared` whether its layer is also an image's.
    """

    id: str
    kind: str
    description: str
    size: int
    created: float
    used: float
    uses: int
    in_use: bool
    shared: bool
    reclaimable: bool
    mutable: bool
    parents: tuple[str, ...]
