"""Taking names from images, and images away with their last name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class Removed:
    """One line of the answer: `what` is "Untagged" (then `name` is familiar) or "Deleted" (then a digest)."""

    what: str
    name: str


def remove(
    state: State,
    world: World,
    reference: str,
    *,
    force: bool = False,
    prune: bool = True,
    platforms: tuple[str, ...] = (),
) -> Outcome[tuple[Removed, ...]]:
    """Remove what `reference` names, as `docker image rm` does for each of its arguments.

    By name: that name goes, and the image with its last one. By ID: all names go. `platforms` instead deletes the
    content of these platforms only. Raises EngineError (kind conflict where containers or other repositories use it).
    """
    raise NotImplementedError
