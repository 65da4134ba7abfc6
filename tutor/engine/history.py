"""An image's history: one entry for each instruction, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.state import State


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line: `id` is a full digest or "<missing>", `size` the bytes its layer takes unpacked (0 without one).

    `created` is in seconds since 1970, `chain` the chain ID of its layer ("" without one), `tags` the familiar names of
    the image whose ID stands in `id`.
    """

    id: str
    created: float
    created_by: str
    size: int
    comment: str
    chain: str = ""
    tags: tuple[str, ...] = ()


def history(state: State, reference: str, *, platform: str = "") -> tuple[HistoryEntry, ...]:
    """Return the history of the image that `reference` names, newest first. Raises EngineError."""
    raise NotImplementedError
