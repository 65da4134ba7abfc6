"""The one root of all errors that Layerwise raises on purpose."""

from __future__ import annotations


class LayerwiseError(Exception):
    """A fault that a user can understand: one line that names the thing, and what to do about it.

    `message` names the thing that is wrong; `remedy` (may be empty) says what the user can do.
    Whoever talks to the user prints `str(error)`: both in one line, never a traceback.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}: {self.remedy}" if self.remedy else self.message
