"""Tags of the hub that move: a publisher releases a newer image under a name that people already use.

One rule: the hub itself never changes. A sandbox says of which repositories it still sees the tags where they stood
before their last move; letting go of one is the move.
"""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.engine.errors import LOCAL, EngineError
from tutor.engine.outcome import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World


def moving(world: World, repository: str) -> tuple[str, ...]:
    """Return the tags of a canonical repository ("docker.io/library/python") that the hub knows two places of."""
    hub = world.hub
    return tuple([tag for tag in hub.tags(repository) if hub.former(f"{repository}:{tag}") is not None])


def hold_back(state: State, world: World, repository: str) -> Outcome[tuple[str, ...]]:
    """Put the tags of a repository back to where they stood before; the value is those that another image had then.

    Raises EngineError (kind LOCAL) where no tag of it ever moved.
    """
    tags = moving(world, repository)
    if not tags:
        raise EngineError(f"no tag of {repository} has moved", LOCAL, repository)
    return Outcome(replace(state, held=tuple(sorted({*state.held, repository}))), (), tags)


def release(state: State, world: World, repository: str) -> Outcome[tuple[str, ...]]:
    """Let the tags of a repository move to the newer images; the value is those that did."""
    if repository not in state.held:
        return Outcome(state, (), ())
    held = tuple([name for name in state.held if name != repository])
    return Outcome(replace(state, held=held), (), moving(world, repository))
