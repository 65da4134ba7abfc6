"""Tokens of Go, with the semicolons that the language puts at line ends (The Go Programming Language Specification)."""

from __future__ import annotations

import re
from typing import NamedTuple

KEYWORDS = frozenset(
    [
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
    ]
)
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+)|(?P<newline>\n)|(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<name>[^\W\d]\w*)
    |(?P<float>(?:\d[\d_]*\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)
    |(?P<int>0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|\d[\d_]*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)
    |(?P<char>'(?:[^'\\\n]|\\.[^']*)')
    |(?P<op><<=|>>=|&\^=|\.\.\.|&&|\|\||<-|\+\+|--|==|!=|<=|>=|:=|\+=|-=|\*=|/=|%=|&=|\|=|\^=|<<|>>|&\^|[-+*/%&|^<>=!()\[\]{},;.:~])
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS = frozenset({"break", "continue", "fallthrough", "return", "++", "--", ")", "]", "}"})
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class GoError(Exception):
    """An error that the compiler reports at a line and column."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Token(NamedTuple):
    """A token: `kind` is name, keyword, int, float, string, char, op or end."""

    kind: str
    text: str
    line: int
    column: int


def tokens(source: str) -> list[Token]:
    """Return the tokens of a file. Raises GoError."""
    found: list[Token] = []
    at, line, start = 0, 1, 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise GoError(f"invalid character U+{ord(source[at]):04X} {source[at]!r}", line, at - start + 1)
        kind, text = str(match.lastgroup), match[0]
        column = at - start + 1
        at = match.end()
        lines = text.count("\n")
        if kind == "newline" or (kind == "comment" and lines):
            _semicolon(found, line, column)
        if kind not in ("space", "newline", "comment"):
            kind = "keyword" if kind == "name" and text in KEYWORDS else kind
            found.append(Token(kind, text, line, column))
        if lines:
            line += lines
            start = match.start() + text.rfind("\n") + 1
    _semicolon(found, line, len(source) - start + 1)
    found.append(Token("end", "EOF", line, len(source) - start + 1))
    return found


def _semicolon(found: list[Token], line: int, column: int) -> None:
    """Add a semicolon where a line ends in what ends a statement."""
    if found:
        last = found[-1]
        if last.kind in ("name", "int", "float", "string", "char") or last.text in _ENDS:
            found.append(Token("op", ";", line, column) if last.kind != "end" else last)


def unquoted(text: str) -> str:
    """Return what a string or character literal stands for."""
    if text[0] == "`":
        return text[1:-1].replace("\r", "")
    body = text[1:-1]
    if "\\" not in body:
        return body

    def escape(match: re.Match[str]) -> str:
        inner = match[0][1:]
        if inner[0] in "xuU":
            return chr(int(inner[1:], 16))
        if inner[0].isdigit():
            return chr(int(inner, 8))
        return _ESCAPES.get(inner[0], inner[0])

    return re.sub(r"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|.)", escape, body)
