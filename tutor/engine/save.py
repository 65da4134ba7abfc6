"""Writing images into one archive, as `docker image save` does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.state import State


def save(state: State, references: tuple[str, ...], *, platforms: tuple[str, ...] = ()) -> Iterator[bytes]:
    """Return the archive (OCI layout and manifest.json in one tar) in pieces.

    Everything that can be refused is refused before the first piece. Raises EngineError.
    """
    raise NotImplementedError
