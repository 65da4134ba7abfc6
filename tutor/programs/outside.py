"""What lies outside the part of a program that is simulated: said plainly, in one line, with a status of its own."""

from __future__ import annotations

CODE = 126
"""Exit status of a program that met something it cannot do here: that of a command that cannot be executed."""


class Outside(Exception):
    """Something real that this sandbox's program does not do. It ends the program; content cannot catch it."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where

    def line(self, program: str, part: str = "a small part of the language") -> str:
        """Return the line that says so."""
        where = f" ({self.where})" if self.where else ""
        return f"layerwise: this sandbox's {program} runs {part}: {self.what} is outside it{where}\n"
