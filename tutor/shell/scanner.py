"""A position in a text, and what is noted on the way: tokens, errors, what is missing at the end.

The one rule: one pass from left to right. In partial mode nothing is raised: what is missing at the end of the text is
noted in `incomplete` and taken as given; in strict mode the same places raise ShellSyntaxError.
"""

from __future__ import annotations

from tutor.shell.syntax import ShellSyntaxError, Simple, Token

END = "\0"
NAME_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NAME = NAME_START | frozenset("0123456789")
DIGITS = frozenset("0123456789")
SPECIAL_PARAMETERS = frozenset("@*#?-$!")
WORD_END = frozenset(" \t\n|&;()<>" + END)
WORD_SPECIAL = WORD_END | frozenset("\"'$`\\")
GLOB = frozenset("*?[")
ACTIVE = GLOB | {"~"}
MAX_NESTING = 50
ANSI = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class Scanner:
    """A position in a text and what has been found before it."""

    def __init__(self, text: str, *, partial: bool = False, tokens: list[Token] | None = None, line: int = 1) -> None:
        self.text = (text.replace(END, "\x01") if END in text else text) + END
        self.size = len(text)
        self.pos = 0
        self.partial = partial
        self.tokens = tokens
        self.incomplete: str | None = None
        self.errors: list[ShellSyntaxError] = []
        self.commands: list[Simple] = []
        self.nesting = 0
        self._line = line
        self._line_at = 0

    def line_of(self, pos: int) -> int:
        """Return the line number of `pos` (or of a later place that was asked for before)."""
        if pos > self._line_at:
            self._line += self.text.count("\n", self._line_at, pos)
            self._line_at = pos
        return self._line

    def fail(self, message: str, start: int, end: int, dash: str = "") -> None:
        """Raise (or, in partial mode, note) a syntax error."""
        error = ShellSyntaxError(message, start, end, self.line_of(start), dash)
        if not self.partial:
            raise error
        if not self.errors or self.errors[-1].start != start:
            self.errors.append(error)

    def missing(self, what: str, message: str, start: int = -1) -> None:
        """Note that the text ends where `what` is still awaited (by something that began at `start`)."""
        if not self.partial:
            line = self.line_of(self.size if start < 0 else start)
            dash = message[:1].upper() + message[1:]
            raise ShellSyntaxError(message, self.size, self.size, line, dash)
        if self.incomplete is None:
            self.incomplete = what

    def emit(self, kind: str, start: int, end: int) -> None:
        """Note a token, if tokens are wanted and it is not empty."""
        if self.tokens is not None and end > start:
            self.tokens.append(Token(kind, start, end))

    def note_continuation(self) -> None:
        """Note that the text ends in an escaped line end."""
        if self.partial and self.incomplete is None:
            self.incomplete = "backslash"

    def nest(self, start: int) -> bool:
        """Go one level deeper; False when that is too deep."""
        self.nesting += 1
        if self.nesting <= MAX_NESTING:
            return True
        self.fail("nested too deeply", start, start + 1)
        self.emit("error", self.pos, self.size)
        self.pos = self.size
        return False
