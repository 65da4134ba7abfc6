"""From the text of an awk program to its tokens. POSIX.1-2017, volume 3, awk, "Lexical Conventions".

The one rule: a slash begins a regular expression where an operand may stand, which the token before it tells.
"""

from __future__ import annotations

import re

from tutor.shell.commands._awk_values import AwkError, number_at
from tutor.shell.commands._escapes import escape

KEYWORDS = frozenset(
    (
        "BEGIN", "END", "function", "func", "if", "else", "while", "for", "do", "break", "continue", "next", "nextfile",
        "exit", "return", "delete", "in", "getline", "print", "printf",
    )
)  # fmt: skip
BUILTINS = frozenset(
    (
        "and", "compl", "lshift", "or", "rshift", "xor", "close", "system", "fflush", "atan2", "cos", "exp", "int",
        "log", "rand", "sin", "sqrt", "srand", "gensub", "gsub", "index", "length", "match", "split", "sprintf", "sub",
        "substr", "systime", "strftime", "mktime", "tolower", "toupper",
    )
)  # fmt: skip
_OPERATORS = (
    "**=", "**", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "==", "!=", "<=", ">=", ">>", "!~",
    "+", "-",
    "*", "/", "%", "^", "!", "<", ">", "|", "?", ":", "~", "$", "=", "(", ")", "{", "}", "[", "]", ",", ";",
)  # fmt: skip
_OPERATOR = re.compile("|".join([re.escape(text) for text in _OPERATORS]))
_NAME = re.compile(r"[A-Za-z0-9_]+")
_BLANK = re.compile(r"(?:[ \t]|\\\n)*(?:#[^\n]*)?")
_OPERAND_END = frozenset(("name", "number", "string", "regex", ")", "]", "$", "++", "--", "builtin"))
_GOES_ON = frozenset(
    (
        "{", "}", ";", ",", "newline", "do", "else", "in", "|", "&&", "||", "?", ":", "==", "=", "!=",
        "+=", "-=", "*=", "/=", "%=", "^=", "+", "-", "*", "/", "%", "^", "<", ">", "<=", ">=", "~", "!~",
    )
)  # fmt: skip
"""Tokens behind which a line may end without ending a statement."""


class Token:
    """A token. `kind` is newline, name, function (a name with `(` right behind it), number, string, regex, builtin,
    eof, a keyword or an operator; `text` its text, with escapes read.
    """  # noqa: D205

    __slots__ = ("kind", "line", "number", "text")

    def __init__(self, kind: str, text: str, line: int, number: float = 0.0) -> None:
        self.kind = kind
        self.text = text
        self.line = line
        self.number = number


class SyntaxFault(AwkError):
    """A fault in the text of a program, at a line."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def tokens(text: str) -> list[Token]:
    """Return the tokens of a program; the last one is `eof`. Raises SyntaxFault."""
    found: list[Token] = []
    at, line = 0, 1
    last = "newline"
    while True:
        blank = _BLANK.match(text, at)
        assert blank is not None
        line += blank[0].count("\n")
        at = blank.end()
        if at >= len(text):
            found.append(Token("eof", "", line))
            return found
        token, at = _token(text, at, line, last)
        if token.kind == "newline":
            line += 1
            if last in _GOES_ON:
                last = "newline"
                continue
        found.append(token)
        last = token.kind


def _token(text: str, at: int, line: int, last: str) -> tuple[Token, int]:
    """Read one token; return it and where it ends."""
    letter = text[at]
    if letter == "\n":
        return Token("newline", letter, line), at + 1
    if letter == '"':
        body, at = _string(text, at + 1, line)
        return Token("string", body, line), at
    if letter == "/" and last not in _OPERAND_END:
        body, at = _regex(text, at + 1, line)
        return Token("regex", body, line), at
    if letter.isdigit() or (letter == "." and text[at + 1 : at + 2].isdigit()):
        number, length = number_at(text[at:])
        if text.startswith(".", at + length):
            raise SyntaxFault("Unexpected token", line)
        return Token("number", text[at : at + length], line, number), at + length
    name = _NAME.match(text, at)
    if name is not None:
        return Token(_word(name[0], text[name.end() :]), name[0], line), name.end()
    operator = _OPERATOR.match(text, at)
    if operator is None:
        raise SyntaxFault("Unexpected token", line)
    shown = operator[0].replace("**", "^")
    return Token(shown, shown, line), operator.end()


def _word(name: str, rest: str) -> str:
    """Return the kind of a word."""
    if name in KEYWORDS:
        return "function" if name == "func" else name
    if name in BUILTINS:
        return "builtin"
    return "call" if rest.startswith("(") else "name"


def _string(text: str, at: int, line: int) -> tuple[str, int]:
    """Read a string up to its closing quote."""
    out: list[str] = []
    while True:
        letter = text[at : at + 1]
        if letter in ("", "\n"):
            raise SyntaxFault("Unexpected end of string", line)
        if letter == '"':
            return "".join(out), at + 1
        piece, at = character(text, at)
        out.append(piece)


def character(text: str, at: int) -> tuple[str, int]:
    r"""Read one character of a string, an escape perhaps; of `\z`, which is none, the z is meant."""
    if text[at] != "\\" or at + 1 >= len(text):
        return text[at], at + 1
    value, end = escape(text, at + 1)
    if end == at + 1:
        return text[end], end + 1
    return chr(value), end


def unescaped(text: str) -> str:
    """Return an argument with its escapes read."""
    out: list[str] = []
    at = 0
    while at < len(text):
        piece, at = character(text, at)
        out.append(piece)
    return "".join(out)


def _regex(text: str, at: int, line: int) -> tuple[str, int]:
    """Read a regular expression up to its closing slash; escapes that mean a character are read."""
    out: list[str] = []
    while True:
        letter = text[at : at + 1]
        if letter in ("", "\n"):
            raise SyntaxFault("Unexpected end of string", line)
        if letter == "/":
            return "".join(out), at + 1
        at += 1
        if letter != "\\":
            out.append(letter)
            continue
        value, end = escape(text, at)
        if text.startswith("\\", at):
            out.append("\\\\")
            at += 1
        elif end == at:
            out.append("\\" + text[at : at + 1])
            at += 1
        else:
            out.append(chr(value))
            at = end
