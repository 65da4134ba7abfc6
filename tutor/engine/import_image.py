"""Making an image of one layer from a tarball of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


def import_image(
    state: State,
    world: World,
    archive: BinaryIO,
    reference: str = "",
    *,
    message: str = "",
    changes: tuple[str, ...] = (),
    platform: str = "",
) -> Outcome[str]:
    """Make an image from the files in a tar, compressed or not; the value is its ID. Raises EngineError.

    `changes` are Dockerfile instructions for the config. An empty `message` becomes "Imported from -".
    """
    raise NotImplementedError
