"""What a registry holds, as a value: repositories with tags, manifests and blobs, and uploads under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, field
from tutor.vfs.persistent import PersistentMap

if TYPE_CHECKING:
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository: `tags` point at descriptors, `blobs` are the contents that it holds, by digest."""

    tags: PersistentMap[Descriptor] = field(default_factory=PersistentMap)
    blobs: PersistentMap[Blob] = field(default_factory=PersistentMap)


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its repositories by path ("team/app")."""

    repositories: PersistentMap[Repository] = field(default_factory=PersistentMap)

    def repository(self, name: str) -> Repository:
        """The repository of that path, empty where there is none."""
        return self.repositories.get(name) or Repository()

    def with_repository(self, name: str, repository: Repository) -> Registry:
        """The registry with that repository put in its place."""
        return Registry(self.repositories.set(name, repository))
