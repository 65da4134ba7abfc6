"""The sandbox's own registries, such as localhost:5000: what was pushed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob
    from tutor.vfs.persistent import PersistentMap


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository: `tags` point at descriptors, `blobs` are digests of what it holds."""

    tags: PersistentMap[Descriptor]
    blobs: PersistentMap[Blob]


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its repositories by path ("team/app")."""

    repositories: PersistentMap[Repository]
