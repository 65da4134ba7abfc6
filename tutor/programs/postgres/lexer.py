"""Tokens of SQL, and the error that a statement ends in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    pass


_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)|(?P<string>'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*")
    |(?P<number>\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+|\d+(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_][\w$]*)
    |(?P<op>::|<>|!=|<=|>=|\|\||[-+*/%(),.;=<>\[\]~^])""",
    re.VERBOSE | re.DOTALL,
)


class SqlError(Exception):
    """An error of a statement: SQLSTATE, message, position from 1 in the text (0: none), a detail."""

    def __init__(self, code: str, message: str, position: int = 0, detail: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.position = position
        self.detail = detail
        self.hint = hint


class Token(NamedTuple):
    """A token and where it begins, from 1."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of some SQL. Raises SqlError."""
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            if text[at] in "'\"":
                kind = "string" if text[at] == "'" else "identifier"
                raise SqlError("42601", f'unterminated quoted {kind} at or near "{text[at:]}"', at + 1)
            raise SqlError("42601", f'syntax error at or near "{text[at]}"', at + 1)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at + 1))
        at = match.end()
    found.append(Token("end", "", len(text) + 1))
    return found
