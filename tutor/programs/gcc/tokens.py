"""Tokens of C, macros replaced, and what a file includes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tutor.programs.outside import Outside

if TYPE_CHECKING:
    pass


_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<name>[A-Za-z_]\w*)|(?P<number>0[xX][\da-fA-F]+|\d+\.\d*(?:[eE][+-]?\d+)?|\d+)[uUlLfF]*
    |(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<char>'(?:[^'\\\n]|\\.)+')
    |(?P<op><<=|>>=|\+\+|--|&&|\|\||==|!=|<=|>=|\+=|-=|\*=|/=|%=|<<|>>|->|[-+*/%&|^<>=!~?:.,;()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)


_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "0": "\0",
    "\\": "\\",
    '"': '"',
    "'": "'",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
}


class CError(Exception):
    """An error of the compiler: a message at a line and column, in a function, over so many characters."""

    def __init__(
        self, message: str, line: int, column: int, function: str = "", width: int = 1, fatal: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.function = function
        self.width = width
        self.fatal = fatal


class Token(NamedTuple):
    """A token and its place."""

    kind: str
    text: str
    line: int
    column: int


def tokens(source: str) -> tuple[list[Token], list[tuple[str, int, int, str]]]:
    """Return the tokens of a file, macros replaced, and what it includes. Raises CError, Outside."""
    macros: dict[str, list[Token]] = {}
    includes: list[tuple[str, int, int, str]] = []
    lines = source.split("\n")
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped.startswith("#"):
            continue
        lines[number - 1] = ""
        found = re.match(r'#\s*include\s*([<"])([^>"]+)[>"]', stripped)
        macro = re.match(r"#\s*define\s+(\w+)(\(?)\s*(.*)", stripped)
        if found:
            includes.append((found[2], number, line.index(found[1]) + 1, line))
        elif macro and not macro[2]:
            macros[macro[1]] = _scan(macro[3], number)
        else:
            raise Outside(f"the directive {stripped.split()[0]}")
    found_tokens: list[Token] = []
    for token in _scan("\n".join(lines), 1):
        inner = macros.get(token.text) if token.kind == "name" else None
        if inner is None:
            found_tokens.append(token)
        else:
            found_tokens += [Token(part.kind, part.text, token.line, token.column) for part in inner]
    end = found_tokens[-1] if found_tokens else Token("end", "", 1, 1)
    return [*found_tokens, Token("end", "", end.line, end.column + len(end.text))], includes


def _scan(text: str, line: int) -> list[Token]:
    found: list[Token] = []
    at, start = 0, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CError(f"stray ‘{text[at]}’ in program", line, at - start + 1)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], line, at - start + 1))
        count = match[0].count("\n")
        if count:
            line += count
            start = match.start() + match[0].rindex("\n") + 1
        at = match.end()
    return found


def unquoted(text: str) -> str:
    """Return what a literal stands for."""
    return re.sub(
        r"\\(x[\da-fA-F]+|.)",
        lambda m: chr(int(m[1][1:], 16) & 0xFF) if m[1][0] == "x" and len(m[1]) > 1 else _ESCAPES.get(m[1], m[1]),
        text[1:-1],
    )
