"""Taking images from an archive, as `docker image load` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class Loaded:
    """One image from the archive: its familiar `name` ("" where it has none) and its ID."""

    name: str
    digest: str


def load(
    state: State, world: World, archive: BinaryIO, *, platforms: tuple[str, ...] = ()
) -> Outcome[tuple[Loaded, ...]]:
    """Take in all images of a docker archive or OCI layout in a tar, compressed or not.

    Raises EngineError, of kind LOCAL for "unrecognized image format".
    """
    raise NotImplementedError
