"""What can be wrong with a Dockerfile. The text is BuildKit's, since `docker build` prints it."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class ParseError(LayerwiseError):
    """A Dockerfile, or a word, pattern or port in it, is malformed.

    `message` is what stands behind "failed to solve: "; `lines` are the first and last 1-based source line to mark, or
    None if the error has no place.
    """

    def __init__(self, message: str, lines: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.lines = lines

    def at(self, lines: tuple[int, int]) -> ParseError:
        """Return the same error with a place, unless it has one."""
        return self if self.lines is not None else ParseError(self.message, lines)
