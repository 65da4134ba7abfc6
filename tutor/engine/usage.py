"""What the sandbox takes on disk: `docker system df`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.build.record import CacheUsage
    from tutor.engine.listing import ImageSummary
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class ImageUsage:
    """One name of an image (or "<none>"): sizes in bytes; `shared` is what other images use too."""

    summary: ImageSummary
    shared: int

    @property
    def unique(self) -> int:
        """What only this image uses."""
        return self.summary.size - self.shared


@dataclass(frozen=True, slots=True)
class DiskUsage:
    """Everything that takes space. Sizes in bytes.

    `images_total` and `images_reclaimable` count shared layers once; containers are (id, size of the writable layer);
    volumes are (name, links, size); `cache` are the records of the build cache.
    """

    images: tuple[ImageUsage, ...]
    images_total: int
    images_reclaimable: int
    containers: tuple[tuple[str, int], ...]
    volumes: tuple[tuple[str, int, int], ...]
    cache: tuple[CacheUsage, ...]


def disk_usage(state: State, world: World) -> DiskUsage:
    """Return what everything in the sandbox takes on disk."""
    raise NotImplementedError
