"""Tokens of JavaScript (ECMA-262), with whether a line end stands before each."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any, NamedTuple

KEYWORDS = frozenset(
    [
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "default",
        "delete",
        "do",
        "else",
        "export",
        "extends",
        "finally",
        "for",
        "function",
        "if",
        "import",
        "in",
        "instanceof",
        "let",
        "new",
        "of",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "try",
        "typeof",
        "var",
        "void",
        "while",
        "null",
        "true",
        "false",
        "async",
        "await",
        "yield",
    ]
)
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\ufeff]+)|(?P<newline>\n)|(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<name>[A-Za-z_$\u0080-\uffff][\w$]*)|(?P<private>\#[A-Za-z_$][\w$]*)
    |(?P<number>0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<op>>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|/=|%=|&=|\|=|\^=|<<|>>|\*\*|[-+*/%&|^<>=!~?:.,;()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


class JsSyntaxError(Exception):
    """Bad syntax, at a line and column."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Token(NamedTuple):
    """A token: `value` is a template's parts or a literal's value; `fresh` whether it begins a line."""

    kind: str
    text: str
    line: int
    column: int
    fresh: bool
    value: Any = None


def tokens(source: str) -> list[Token]:
    """Return the tokens of some source. Raises JsSyntaxError."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    return _read(source, 0, False, starts)[0]


def _read(source: str, at: int, inner: bool, starts: list[int]) -> tuple[list[Token], int]:
    """Return tokens up to the end, or up to the brace that closes a template's field."""
    found: list[Token] = []
    fresh = True
    depth = 0
    if at == 0 and source.startswith("#!"):
        at = source.find("\n") if "\n" in source else len(source)
    while at < len(source):
        line = bisect_right(starts, at)
        column = at - starts[line - 1] + 1
        if source[at] == "`":
            parts, at = _template(source, at + 1, starts)
            found.append(Token("template", "`", line, column, fresh, parts))
            fresh = False
            continue
        match = _TOKEN.match(source, at)
        if match is None:
            raise JsSyntaxError("Invalid or unexpected token", line, column)
        kind, text = str(match.lastgroup), match[0]
        if kind == "op" and text == "}" and inner and not depth:
            found.append(Token("end", "}", line, column, fresh))
            return found, at + 1
        depth += (text == "{") - (text == "}") if kind == "op" else 0
        at = match.end()
        if kind == "newline" or (kind == "comment" and "\n" in text):
            fresh = True
        elif kind not in ("space", "comment"):
            value: Any = None
            if kind == "number":
                value = _number(text)
            elif kind == "string":
                value = unescaped(text[1:-1])
            elif kind == "name" and text in KEYWORDS:
                kind = "keyword"
            found.append(Token(kind, text, line, column, fresh, value))
            fresh = False
    if inner:
        raise JsSyntaxError("Unterminated template literal", source.count("\n") + 1, 1)
    found.append(Token("end", "", source.count("\n") + 1, 1, True))
    return found, at


def _template(source: str, at: int, starts: list[int]) -> tuple[list[Any], int]:
    """Return the parts of a template: texts, and lists of tokens."""
    parts: list[Any] = []
    text = ""
    while at < len(source):
        letter = source[at]
        if letter == "`":
            return [*parts, unescaped(text)], at + 1
        if letter == "\\":
            text += source[at : at + 2]
            at += 2
        elif letter == "$" and source[at + 1 : at + 2] == "{":
            parts.append(unescaped(text))
            text = ""
            inner, at = _read(source, at + 2, True, starts)
            parts.append(inner)
        else:
            text += letter
            at += 1
    raise JsSyntaxError("Unterminated template literal", source.count("\n") + 1, 1)


def _number(text: str) -> float:
    text = text.replace("_", "").removesuffix("n")
    if text[:2].lower() in ("0x", "0b", "0o"):
        return float(int(text, 0))
    return float(text)


def unescaped(text: str) -> str:
    """Return what the inside of a string literal stands for."""
    if "\\" not in text:
        return text

    def escape(match: re.Match[str]) -> str:
        inner = match[1]
        if inner[0] == "x" and len(inner) == 3:
            return chr(int(inner[1:], 16))
        if inner[0] == "u" and len(inner) > 1:
            code = int(inner[1:].strip("{}"), 16)
            return chr(code) if code < 0x110000 else "\ufffd"
        return _ESCAPES.get(inner, inner)

    return re.sub(r"\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|.)", escape, text, flags=re.DOTALL)
