"""Making an image from a container's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


def commit(
    state: State,
    world: World,
    container: str,
    reference: str = "",
    *,
    message: str = "",
    author: str = "",
    changes: tuple[str, ...] = (),
    pause: bool = True,
) -> Outcome[str]:
    """Make an image of the container's image and one layer of its changes; the value is the image's ID.

    `changes` are Dockerfile instructions for the config. Raises EngineError (kind LOCAL for a bad `reference`).
    """
    raise NotImplementedError
