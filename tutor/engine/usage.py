"""What the sandbox takes on disk: `docker system df`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import eras, gc
from tutor.engine.contents import Latest
from tutor.engine.listing import ImageSummary, list_images
from tutor.engine.volumes import size_of as volume_size
from tutor.engine.volumes import users_of

if TYPE_CHECKING:
    from collections.abc import Iterable

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


_last: Latest[DiskUsage] = Latest()


def disk_usage(state: State, world: World) -> DiskUsage:
    """Return what everything in the sandbox takes on disk."""
    era = eras.of(state)
    images = (state.images, state.content, state.snapshots, state.origins, era)
    return _last.of((*images, state.containers, state.volumes, state.cache), lambda: _measured(state, world))


def _measured(state: State, world: World) -> DiskUsage:
    from tutor.engine.build.cache import cache_usage
    from tutor.engine.containers.views import size_of

    era = eras.of(state)
    targets = {record.target.digest: record.target for _, record in state.images.entries()}
    unpacked = state.snapshots.flat()
    layers: dict[str, set[str]] = {}
    for target in targets.values():
        chains = {key for key in gc.closure(state, target) if key in unpacked}
        layers.setdefault(era.image_id(state, target), set()).update(chains)
    counts = Counter(chain for chains in layers.values() for chain in chains)
    shared = {chain: era.layer_size(state, chain) for chain, count in counts.items() if count > 1}
    images = []
    for summary in list_images(state, world, all=True):
        images.append(ImageUsage(summary, sum([shared[chain] for chain in layers[summary.id] if chain in shared])))
    used = {container.image for _, container in state.containers.entries()}
    total = era.total(state, _needed(state, targets.values()))
    kept = era.total(state, _needed(state, [target for digest, target in targets.items() if digest in used]))
    containers = tuple(
        (container.id, size_of(state, container)[0])
        for container in sorted(state.containers.values(), key=lambda c: (-c.created, -c.number))
    )
    volumes = tuple(
        (volume.name, len(users_of(state, volume.name)), volume_size(volume)) for volume in state.volumes.values()
    )
    return DiskUsage(tuple(images), total, total - kept, containers, volumes, cache_usage(state))


def _needed(state: State, targets: Iterable[Descriptor]) -> set[str]:
    """Return the digests and chain IDs that images need; an index's own bytes do not count."""
    needed: set[str] = set()
    for target in targets:
        needed |= gc.closure(state, target) - ({target.digest} if "index" in target.media_type else set())
    return needed
