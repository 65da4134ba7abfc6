"""What can be wrong with a lesson file."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class LessonError(LayerwiseError):
    """A lesson file breaks the format. `path` and `line` (1-based) say where; `remedy` says what to write instead."""

    def __init__(self, path: str, line: int, message: str, remedy: str = "") -> None:
        super().__init__(f"{path}:{line}: {message}", remedy)
        self.path = path
        self.line = line
        self.problem = message
