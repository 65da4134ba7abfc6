"""Removing containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.prune import Pruned
    from tutor.engine.state import State
    from tutor.engine.world import World


def remove_container(
    state: State, world: World, container: str, *, force: bool = False, volumes: bool = False
) -> Outcome[str]:
    """Remove a container, with `force` even while it runs, with `volumes` its anonymous volumes too.

    Raises EngineError.
    """
    raise NotImplementedError


def prune_containers(state: State, world: World, *, filters: tuple[str, ...] = ()) -> Outcome[Pruned]:
    """Remove all containers that do not run; `reclaimed` counts their writable layers. Raises EngineError."""
    raise NotImplementedError
