"""Everything about one container, in the order in which `docker inspect` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World


def inspect_container(state: State, world: World, container: str, *, size: bool = False) -> dict[str, Any]:
    """Return the container as ordered dicts, lists and scalars ready for Go's JSON. Raises EngineError."""
    raise NotImplementedError
