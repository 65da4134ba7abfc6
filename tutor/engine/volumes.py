"""Volumes: folders that outlive containers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.prune import Pruned
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume. `labels` and `options` are sorted pairs; `created` is in seconds since 1970; `tree` its files."""

    name: str
    tree: Tree
    created: float
    labels: tuple[tuple[str, str], ...] | None = None
    options: tuple[tuple[str, str], ...] | None = None
    anonymous: bool = False
    driver: str = "local"


def create_volume(
    state: State,
    world: World,
    name: str = "",
    *,
    driver: str = "local",
    labels: tuple[tuple[str, str], ...] = (),
    options: tuple[tuple[str, str], ...] = (),
) -> Outcome[str]:
    """Create a volume, or find it there already; the value is its name (64 hex digits without one).

    Raises EngineError.
    """
    raise NotImplementedError


def remove_volume(state: State, world: World, name: str, *, force: bool = False) -> Outcome[str]:
    """Remove a volume; with `force` a missing one is fine. The value is its name. Raises EngineError."""
    raise NotImplementedError


def list_volumes(state: State, *, filters: tuple[str, ...] = ()) -> tuple[Volume, ...]:
    """Return the volumes, sorted by name. Raises EngineError ("invalid filter 'foo'")."""
    raise NotImplementedError


def inspect_volume(state: State, name: str) -> dict[str, Any]:
    """Return a volume in the order in which Docker prints it. Raises EngineError ("get nope: no such volume")."""
    raise NotImplementedError


def prune_volumes(state: State, world: World, *, all: bool = False, filters: tuple[str, ...] = ()) -> Outcome[Pruned]:
    """Remove the volumes that no container uses, anonymous ones only unless `all`. Raises EngineError."""
    raise NotImplementedError


def users_of(state: State, name: str) -> tuple[str, ...]:
    """Return the full IDs of the containers that use a volume, sorted."""
    raise NotImplementedError
