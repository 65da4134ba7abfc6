"""What an audit tells."""

from __future__ import annotations

from tutor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, the 1-based line of the lesson file where it stands, and what to do about it."""

    line: int
    text: str
    remedy: str
