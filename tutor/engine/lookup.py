"""Finding an image by what a user typed: a name, a digest or the start of an ID."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.state import ImageRecord, State
    from tutor.oci.descriptor import Descriptor


@dataclass(frozen=True, slots=True)
class Found:
    """An image that was found: its `target`, all its `records` (names, sorted), and the `name` it was asked for by.

    `name` is the canonical name, or "" where it was found by ID. `by_id` is whether the text was an ID or its start.
    """

    target: Descriptor
    records: tuple[ImageRecord, ...]
    name: str
    by_id: bool

    @property
    def id(self) -> str:
        """The image's ID: the digest of its target."""
        return self.target.digest


def find(state: State, text: str) -> Found | None:
    """Return the image that `text` names, None where there is none. Raises EngineError for what cannot be a reference, and
    for the start of an ID that fits several images.
    """
    raise NotImplementedError


def resolve(state: State, text: str) -> Found:
    """Return the image that `text` names. Raises EngineError ("No such image: nope:latest", "invalid reference format")."""
    raise NotImplementedError
