"""Giving an image one more name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


def tag(state: State, world: World, source: str, target: str) -> Outcome[None]:
    """Make the name `target` point at the image `source`, as `docker image tag` does.

    Where the name's former image loses its last name by that, it stays as a dangling image. Raises EngineError, of kind
    LOCAL for what the command line refuses itself (`error parsing reference: …`).
    """
    raise NotImplementedError
