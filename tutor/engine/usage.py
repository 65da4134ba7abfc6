"""What the sandbox takes on disk: `docker system df`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import eras, gc
from tutor.engine.images import chain_ids, parts
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


def disk_usage(state: State, world: World) -> DiskUsage:
    """Return what everything in the sandbox takes on disk."""
    from tutor.engine.build.cache import cache_usage
    from tutor.engine.containers.views import size_of

    era = eras.of(state)
    targets = {record.target.digest: record.target for _, record in state.images.entries()}
    layers: dict[str, dict[str, int]] = {}
    for target in targets.values():
        layers.setdefault(era.image_id(state, target), {}).update(_layers(state, target))
    counts = Counter(chain for chains in layers.values() for chain in chains)
    images = []
    for summary in list_images(state, world, all=True):
        shared = sum(size for chain, size in layers[summary.id].items() if counts[chain] > 1)
        images.append(ImageUsage(summary, shared))
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


def _layers(state: State, target: Descriptor) -> dict[str, int]:
    """Return the bytes of each unpacked layer of an image by chain ID."""
    era = eras.of(state)
    configs = [part.config for part in parts(state, target) if part.config is not None]
    chains = [chain for config in configs for chain in chain_ids(config) if chain in state.snapshots]
    return {chain: era.layer_size(state, chain) for chain in chains}
