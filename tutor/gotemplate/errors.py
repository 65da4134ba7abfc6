"""What can go wrong with a template. The text is Go's, to the letter, since the docker CLI prints it."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class ParseError(LayerwiseError):
    """The template's text is malformed: `template: NAME:LINE: problem`.

    `line` is 1-based; `problem` is the text behind the position.
    """

    def __init__(self, name: str, line: int, problem: str) -> None:
        super().__init__(f"template: {name}:{line}: {problem}")
        self.line = line
        self.problem = problem


class ExecError(LayerwiseError):
    """Running the template failed: `template: NAME:LINE:COLUMN: executing "NAME" at <node>: problem`.

    `problem` is the last part alone; `partial` is what had been rendered before.
    """

    def __init__(self, message: str, problem: str, partial: str = "") -> None:
        super().__init__(message)
        self.problem = problem
        self.partial = partial


class CallError(LayerwiseError):
    """A template function refuses its arguments; the executor adds `error calling NAME:` and the place."""
