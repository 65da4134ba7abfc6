"""Everything about one image, in the order in which `docker image inspect` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.state import State


def inspect_image(state: State, reference: str, *, platform: str = "") -> dict[str, Any]:
    """Return the image as ordered dicts, lists and scalars ready for Go's JSON. Raises EngineError.

    `platform` ("linux/arm64") chooses a manifest; its text is taken to be valid (see `platforms.parse`).
    """
    raise NotImplementedError
