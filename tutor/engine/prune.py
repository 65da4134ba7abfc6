"""Removing what nothing uses: images, and all of it together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went: `items` are pairs of "untagged" or "deleted" and a name, or of "" and an ID; `reclaimed` is bytes."""

    items: tuple[tuple[str, str], ...]
    reclaimed: int


def prune_images(state: State, world: World, *, all: bool = False, filters: tuple[str, ...] = ()) -> Outcome[Pruned]:
    """Remove dangling images, or with `all` every image that no container uses. Raises EngineError for bad filters."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SystemPruned:
    """What `docker system prune` removed, in its order."""

    containers: Pruned
    networks: Pruned
    volumes: Pruned
    images: Pruned
    cache: Pruned

    @property
    def reclaimed(self) -> int:
        """All bytes together."""
        return sum(part.reclaimed for part in (self.containers, self.volumes, self.images, self.cache))


def prune_system(
    state: State, world: World, *, all: bool = False, volumes: bool = False, filters: tuple[str, ...] = ()
) -> Outcome[SystemPruned]:
    """Remove stopped containers, unused networks, (anonymous volumes,) dangling images (all unused with `all`), cache."""
    raise NotImplementedError
