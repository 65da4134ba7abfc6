"""What a sitting is at one point of its history."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.engine.state import State


@dataclass(frozen=True, slots=True)
class Moment:
    """The sandbox and how far its clock runs ahead of the real one (seconds: `sleep` moves it instead of waiting)."""

    state: State
    ahead: float = 0.0
