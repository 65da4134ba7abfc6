"""Running programs as values: bringing them up to the present."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


def advance(state: State, world: World) -> Outcome[None]:
    """Run every background program, health check and restart policy up to `world.now`.

    The docker command does this once before anything else, so that queries see the present. Costs next to nothing where
    no program wakes before `world.now`.
    """
    raise NotImplementedError
