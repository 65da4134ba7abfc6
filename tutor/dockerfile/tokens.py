"""Spans of a Dockerfile for highlighting. Takes any text, half-written ones too, and never fails.

Kinds: directive comment keyword unknown flag value image as stage key operator string variable escape port number shell
heredoc body end continuation text. `shell` is a command for a shell's own highlighter; white space has no token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tutor.dockerfile.directives import DirectiveReader
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.heredoc import heredocs_of
from tutor.dockerfile.typed import KEYWORDS

_HEREDOCS = ("ADD", "COPY", "RUN", "ONBUILD")
_SHELL = ("CMD", "ENTRYPOINT", "RUN")
_WORD = re.compile(r"\S+")
_FLAG = re.compile(r"(--[A-Za-z-]+)(=)?((?:\"[^\"]*\"?|'[^']*'?|\S)*)")
_JSON = re.compile(r'("(?:[^"\\]|\\.)*"?)|([\[\],])|[^\s"\[\],]+')
_PIECE = re.compile(
    r"(?P<escape>[\\`].)|(?P<string>'[^']*'?)|(?P<variable>\$\{[^}]*\}?|\$\w+)|(?P<operator>=)|(?P<quote>\")|[^\s]"
)
_PORT = re.compile(r"[0-9]+(?:-[0-9]+)?(?:/\w*)?\Z")


class Token(NamedTuple):
    """A span of the text, `end` not included."""

    kind: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens, in order and without overlap."""
    found: list[Token] = []
    _Scanner(text, found).run()
    return tuple(sorted(found, key=lambda token: token.start))


class _Scanner:
    def __init__(self, text: str, found: list[Token]) -> None:
        self.text = text
        self.found = found
        self.pos = 0
        self.escape = "\\"
        self.reader = DirectiveReader()

    def line(self) -> tuple[int, int]:
        """Take a line: its start and its end without the newline."""
        start = self.pos
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        self.pos = end + 1
        return start, end - self.text.endswith("\r", start, end)

    def add(self, kind: str, start: int, end: int) -> None:
        if end > start:
            self.found.append(Token(kind, start, end))

    def run(self) -> None:
        while self.pos < len(self.text):
            start, end = self.line()
            body = self.text[start:end].strip()
            if self.directive(body):
                self.add("directive", *self.trimmed(start, end))
            elif body.startswith("#"):
                self.add("comment", *self.trimmed(start, end))
            elif body:
                self.instruction(start, end)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        body = self.text[start:end]
        return start + len(body) - len(body.lstrip()), start + len(body.rstrip())

    def directive(self, line: str) -> bool:
        try:
            directive = self.reader.read(line)
        except ParseError:
            return False
        if directive is not None and directive.name == "escape" and directive.value in ("\\", "`"):
            self.escape = directive.value
        return directive is not None

    def instruction(self, start: int, end: int) -> None:
        """A logical line: its characters with their places, then the here-documents behind it."""
        places: list[int] = []
        while True:
            body = self.text[start:end]
            stripped = body.rstrip(" \t")
            more = stripped.endswith(self.escape) and not stripped[:-1].endswith(self.escape)
            if not more:
                places += range(start, end)
                break
            cut = start + len(stripped) - 1
            places += range(start, cut)
            self.add("continuation", cut, cut + 1)
            following = self.continuation()
            if following is None:
                break
            start, end = following
        line = "".join(self.text[place] for place in places)
        spans = list(_line_tokens(line))
        for kind, first, last in spans:
            self.spread(kind, places[first:last])
        self.heredocs(line)

    def continuation(self) -> tuple[int, int] | None:
        """The next line that belongs to the instruction; comments and empty lines between are passed over."""
        while self.pos < len(self.text):
            start, end = self.line()
            body = self.text[start:end].strip()
            if body.startswith("#"):
                self.add("comment", *self.trimmed(start, end))
            elif body:
                return start, end
        return None

    def spread(self, kind: str, places: list[int]) -> None:
        """One token of the logical line, in as many pieces as the text has of it."""
        first = 0
        for index in range(1, len(places) + 1):
            if index == len(places) or places[index] != places[index - 1] + 1:
                self.add(kind, *self.trimmed(places[first], places[index - 1] + 1))
                first = index

    def heredocs(self, line: str) -> None:
        word = _WORD.search(line)
        if "<<" not in line or word is None or word[0].upper() not in _HEREDOCS:
            return
        try:
            found = heredocs_of(line)
        except ParseError:
            return
        for heredoc in found:
            while self.pos < len(self.text):
                start, end = self.line()
                body = self.text[start:end]
                if (body.lstrip("\t") if heredoc.chomp else body) == heredoc.name:
                    self.add("end", *self.trimmed(start, end))
                    break
                self.add("body", start, end)


_Span = tuple[str, int, int]


def _line_tokens(line: str) -> Iterator[_Span]:
    """The tokens of a logical line."""
    word = _WORD.search(line)
    if word is None:
        return
    keyword = word[0].upper()
    yield "keyword" if keyword in KEYWORDS else "unknown", word.start(), word.end()
    pos = word.end()
    while keyword in KEYWORDS and (flag := _FLAG.match(line, _skip(line, pos))) is not None:
        yield "flag", flag.start(1), flag.end(1)
        if flag[2]:
            yield "operator", flag.start(2), flag.end(2)
            yield from _pieces(line, flag.start(3), flag.end(3), "value")
        pos = flag.end()
    yield from _rest(keyword, line, _skip(line, pos))


def _skip(line: str, pos: int) -> int:
    while pos < len(line) and line[pos].isspace():
        pos += 1
    return pos


def _rest(keyword: str, line: str, pos: int) -> Iterator[_Span]:
    if keyword == "ONBUILD":
        for kind, start, end in _line_tokens(line[pos:]):
            yield kind, start + pos, end + pos
    elif keyword == "HEALTHCHECK" and (word := _WORD.match(line, pos)) is not None:
        yield "keyword", word.start(), word.end()
        yield from _rest("CMD", line, _skip(line, word.end()))
    elif line.startswith("[", pos) and keyword not in ("FROM", "ENV", "LABEL", "ARG"):
        for match in _JSON.finditer(line, pos):
            kind = "string" if match[1] else "operator" if match[2] else "text"
            yield kind, match.start(), match.end()
    elif keyword in _SHELL:
        yield from _shell(keyword, line, pos)
    else:
        yield from _WORDS.get(keyword, _plain)(line, pos)


def _shell(keyword: str, line: str, pos: int) -> Iterator[_Span]:
    if keyword == "RUN" and re.match(r"[0-9]*<<-?\s*\S+\s*\Z", line[pos:]):
        yield "heredoc", pos, len(line)
    elif pos < len(line):
        yield "shell", pos, len(line)


def _from(line: str, pos: int) -> Iterator[_Span]:
    kinds = ("image", "as", "stage")
    for number, word in enumerate(_WORD.finditer(line, pos)):
        if number == 0:
            yield from _pieces(line, word.start(), word.end(), "image")
        else:
            yield kinds[number] if number < 3 else "text", word.start(), word.end()


def _pairs(line: str, pos: int) -> Iterator[_Span]:
    """ENV, LABEL, ARG: names before the equals signs."""
    while pos < len(line):
        match = re.compile(r"[^\s=\"']+").match(line, pos)
        if match is not None:
            yield "key", match.start(), match.end()
            pos = match.end()
        end = _word_end(line, pos)
        yield from _pieces(line, pos, end, "value")
        pos = _skip(line, max(end, pos + 1))


def _word_end(line: str, pos: int) -> int:
    """Where a word ends, spaces in quotes and behind a backslash being part of it."""
    mark = ""
    while pos < len(line) and (mark or not line[pos].isspace()):
        if line[pos] == "\\" and mark != "'":
            pos += 1
        elif mark:
            mark = "" if line[pos] == mark else mark
        elif line[pos] in "'\"":
            mark = line[pos]
        pos += 1
    return min(pos, len(line))


def _ports(line: str, pos: int) -> Iterator[_Span]:
    for word in _WORD.finditer(line, pos):
        if _PORT.match(word[0]):
            yield "port", word.start(), word.end()
        else:
            yield from _pieces(line, word.start(), word.end(), "text")


def _plain(line: str, pos: int) -> Iterator[_Span]:
    for word in _WORD.finditer(line, pos):
        kind = "heredoc" if word[0].startswith("<<") else "number" if word[0].isdecimal() else "text"
        yield from _pieces(line, word.start(), word.end(), kind)


def _pieces(line: str, start: int, end: int, kind: str) -> Iterator[_Span]:
    """A word cut at its variables, quotations and escapes; the rest of it is of the kind given."""
    plain = start
    quoted = -1
    for match in _PIECE.finditer(line, start, end):
        special = match.lastgroup
        if special is None or (special == "operator" and kind != "value") or (quoted >= 0 and special == "string"):
            continue
        opened = quoted
        if special == "quote":
            quoted = match.end() if quoted < 0 else -1
            if quoted >= 0:
                yield from _some(kind, plain, match.start())
                plain = match.start()
                continue
            yield "string", plain, match.end()
        else:
            yield from _some("string" if opened >= 0 else kind, plain, match.start())
            yield special, match.start(), match.end()
        plain = match.end()
    yield from _some("string" if quoted >= 0 else kind, plain, end)


def _some(kind: str, start: int, end: int) -> Iterator[_Span]:
    if end > start:
        yield kind, start, end


_WORDS: dict[str, Callable[[str, int], Iterator[_Span]]] = {
    "ARG": _pairs,
    "ENV": _pairs,
    "EXPOSE": _ports,
    "FROM": _from,
    "LABEL": _pairs,
}
