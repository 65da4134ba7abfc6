"""Parser directives: the comments `# syntax=`, `# escape=` and `# check=` that may open a Dockerfile."""

from __future__ import annotations

import re

from tutor.dataclass import dataclass
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import trim_left

_DIRECTIVE = re.compile(r"^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(.+?)[\t\n\f\r ]*\Z")
_NAMES = ("syntax", "check", "escape")


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: its name in lower case, its value, and its 1-based line."""

    name: str
    value: str
    line: int


class DirectiveReader:
    """Reads directives line by line until the first line that is none."""

    __slots__ = ("comment", "done", "line", "seen")

    def __init__(self, comment: str = "#") -> None:
        self.comment = comment
        self.done = False
        self.line = 0
        self.seen: set[str] = set()

    def read(self, line: str) -> Directive | None:
        """Return the directive on a line, if the file's head still goes on. Raises `ParseError` for a repeated one."""
        self.line += 1
        if self.done:
            return None
        match = None
        if line.startswith(self.comment):
            match = _DIRECTIVE.match(trim_left(line[len(self.comment) :]))
        if match is None or (name := match[1].lower()) not in _NAMES:
            self.done = True
            return None
        if name in self.seen:
            raise ParseError(f"only one {name} parser directive can be used")
        self.seen.add(name)
        return Directive(name, match[2], self.line)


def head(text: str, comment: str = "#") -> tuple[Directive, ...]:
    """List the directives at the head of a Dockerfile, a `#!` line skipped; up to the first repeated one."""
    lines = text.removeprefix("\ufeff").split("\n")
    reader = DirectiveReader(comment)
    if lines[0].startswith("#!"):
        lines, reader.line = lines[1:], 1
    found = []
    for line in lines:
        try:
            directive = reader.read(line.removesuffix("\r"))
        except ParseError:
            break
        if directive is None:
            break
        found.append(directive)
    return tuple(found)
