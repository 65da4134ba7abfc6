"""What the sandbox takes on disk: `docker system df`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import gc
from tutor.engine.images import chain_ids, parts
from tutor.engine.listing import ImageSummary, list_images
from tutor.engine.volumes import size_of as volume_size
from tutor.engine.volumes import users_of

if TYPE_CHECKING:
    from tutor.engine.build.record import CacheUsage
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor


@dataclass(frozen=True, slots=True)
class ImageUsage:
    """One image: sizes in bytes; `shared` is what other images use too."""

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
    from tutor.engine.build.cache import cache_usage
    from tutor.engine.containers.views import size_of

    targets = {record.target.digest: record.target for _, record in state.images.entries()}
    snapshots = {digest: _snapshots(state, target) for digest, target in targets.items()}
    counts: dict[str, int] = {}
    for chains in snapshots.values():
        for chain in chains:
            counts[chain] = counts.get(chain, 0) + 1
    images = []
    for summary in list_images(state, world, all=True):
        shared = sum(size for chain, size in snapshots[summary.id].items() if counts[chain] > 1)
        images.append(ImageUsage(summary, shared))
    used = {container.image for _, container in state.containers.entries()}
    everything = _needed(state, list(targets.values()))
    kept = _needed(state, [target for digest, target in targets.items() if digest in used])
    containers = tuple(
        (container.id, size_of(state, container)[0])
        for container in sorted(state.containers.values(), key=lambda c: (-c.created, -c.number))
    )
    volumes = tuple(
        (volume.name, len(users_of(state, volume.name)), volume_size(volume)) for volume in state.volumes.values()
    )
    total = gc.size_of(state, everything)
    return DiskUsage(
        tuple(images), total, total - gc.size_of(state, kept), containers, volumes, cache_usage(state)
    )  # fmt: skip


def _needed(state: State, targets: list[Descriptor]) -> set[str]:
    """Return the digests and chain IDs that images need; an index's own bytes do not count."""
    needed: set[str] = set()
    for target in targets:
        needed |= gc.closure(state, target) - ({target.digest} if "index" in target.media_type else set())
    return needed


def _snapshots(state: State, target: Descriptor) -> dict[str, int]:
    """Return the bytes of each unpacked layer of an image by chain ID."""
    found: dict[str, int] = {}
    for part in parts(state, target):
        if part.config is not None:
            for chain in chain_ids(part.config):
                snapshot = state.snapshots.get(chain)
                if snapshot is not None:
                    found[chain] = snapshot.usage
    return found
