"""A Dockerfile's text to nodes: directives, comments, continuations, here-documents, the words of each instruction.

This is the first of BuildKit's two passes; its errors have no "dockerfile parse error on line" before them. What the
words of an instruction mean is decided in the second pass, `typed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tutor.dataclass import dataclass, replace
from tutor.dockerfile.directives import Directive, DirectiveReader
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.heredoc import Heredoc, heredocs_of
from tutor.dockerfile.text import trim, trim_left
from tutor.dockerfile.words import json_array, split_blanks, split_command, split_pairs, split_words

MAX_LINE = 65535  # bytes
_WITH_HEREDOCS = ("ADD", "COPY", "RUN")


@dataclass(frozen=True, slots=True)
class Node:
    """An instruction's parts as written: nothing is expanded, no flag is checked.

    `lines` are its first and last 1-based line; `raw` is its logical line, here-documents left out; `comments` are the
    comment lines above it. For ONBUILD, `args` begin with the name of the instruction inside, and `json` is that one's.
    """

    name: str
    raw: str
    flags: tuple[str, ...]
    args: tuple[str, ...]
    json: bool
    heredocs: tuple[Heredoc, ...]
    lines: tuple[int, int]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Syntax:
    """What the first pass finds; `empty_continuations` are the lines that end an instruction with an empty line."""

    nodes: tuple[Node, ...]
    directives: tuple[Directive, ...]
    escape: str
    empty_continuations: tuple[int, ...]


def read(text: str) -> Syntax:
    """Read a Dockerfile. Raises `ParseError` with the lines it concerns."""
    return _Reader(text).run()


class _Reader:
    """Goes over the physical lines once."""

    def __init__(self, text: str) -> None:
        self.lines = _lines(text)
        self.count = 0
        self.reader = DirectiveReader()
        self.directives: list[Directive] = []
        self.nodes: list[Node] = []
        self.empty: list[int] = []
        self.comments: list[str] = []
        self.set_escape("\\")

    def set_escape(self, escape: str) -> None:
        if escape not in ("\\", "`"):
            raise ParseError(f"invalid escape token '{escape}' does not match ` or \\")
        self.escape = escape
        sign = re.escape(escape)
        self.continuation = re.compile(rf"([^{sign}]){sign}[ \t]*\Z|^{sign}[ \t]*\Z")

    def run(self) -> Syntax:
        while self.count < len(self.lines):
            self.instruction()
        if not self.nodes:
            raise ParseError("file with no instructions", (self.count, self.count))
        return Syntax(tuple(self.nodes), tuple(self.directives), self.escape, tuple(self.empty))

    def take(self) -> str:
        line = self.lines[self.count]
        if len(line) * 4 > MAX_LINE and len(line.encode("utf-8", "surrogateescape")) > MAX_LINE:
            raise ParseError(f"dockerfile line greater than max allowed size of {MAX_LINE}", (self.count, self.count))
        self.count += 1
        return line

    def processed(self, line: str) -> tuple[str, bool]:
        """Return a line without its end; empty if it is a comment; and whether it was a directive."""
        line = line.rstrip("\r\n")
        try:
            directive = self.reader.read(line)
            if directive is not None:
                self.directives.append(directive)
                if directive.name == "escape":
                    self.set_escape(directive.value)
        except ParseError as error:
            raise error.at((self.count - 1, self.count - 1)) from None
        return "" if _is_comment(line) else line, directive is not None

    def continued(self, line: str) -> tuple[str, bool]:
        """Return a line without its continuation sign, and whether it has one."""
        if self.continuation.search(line) is None:
            return line, False
        return self.continuation.sub(lambda match: match[1] or "", line), True

    def instruction(self) -> None:
        """One logical line, if the next physical one begins one."""
        line = self.take()
        if _is_comment(line):
            comment = trim(line[1:])
            if comment:
                self.comments.append(comment)
            else:
                self.comments.clear()
        body, was_directive = self.processed(trim_left(line))
        if was_directive:
            self.comments.pop()
        start = self.count
        body, more = self.continued(body)
        if not more and not body:
            return
        body = self.joined(body, more)
        lines = (start, self.count)
        try:
            node = _node(body, self.escape, lines, tuple(self.comments))
            found = heredocs_of(body) if "<<" in body and _may_hold_heredocs(node) else []
        except ParseError as error:
            raise error.at(lines) from None
        heredocs = tuple(self.heredoc(heredoc, start) for heredoc in found)
        self.nodes.append(replace(node, heredocs=heredocs, lines=(start, self.count)))
        self.comments.clear()

    def joined(self, body: str, more: bool) -> str:
        """Return the logical line that begins with `body`."""
        parts = [body]
        empty = False
        while more and self.count < len(self.lines):
            line = self.take()
            text, _ = self.processed(line)
            if _is_comment(line):
                continue
            if not trim_left(text):
                empty = True
                continue
            text, more = self.continued(text)
            parts.append(text)
        if empty:
            self.empty.append(self.count)
        return "".join(parts)

    def heredoc(self, heredoc: Heredoc, start: int) -> Heredoc:
        """Return a here-document with its body, read up to the line that ends it."""
        body: list[str] = []
        while self.count < len(self.lines):
            line = self.take()
            end = line.rstrip("\r\n")
            if (end.lstrip("\t") if heredoc.chomp else end) == heredoc.name:
                return replace(heredoc, body="".join(body))
            body.append(line)
        raise ParseError("unterminated heredoc", (start, self.count))


def _lines(text: str) -> list[str]:
    """Lines that end in a newline and in nothing else."""
    parts = text.removeprefix("\ufeff").split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _is_comment(line: str) -> bool:
    return trim_left(line).startswith("#")


def _may_hold_heredocs(node: Node) -> bool:
    if node.name.upper() == "ONBUILD":
        return bool(node.args) and node.args[0].upper() in _WITH_HEREDOCS and not node.json
    return node.name.upper() in _WITH_HEREDOCS and not node.json


def _node(line: str, escape: str, lines: tuple[int, int], comments: tuple[str, ...]) -> Node:
    name, flags, rest = split_command(line, escape)
    args, json = _split(name.upper(), rest, escape)
    return Node(name, line, flags, tuple(args), json, (), lines, comments)


def _split(keyword: str, rest: str, escape: str) -> tuple[list[str], bool]:
    """Return the words of an instruction and whether they were a JSON array."""
    if keyword in ("ADD", "COPY", "VOLUME"):
        array = json_array(rest)
        return (split_blanks(rest), False) if array is None else (array, True)
    if keyword in ("CMD", "ENTRYPOINT", "RUN", "SHELL"):
        return _array_or_text(rest)
    if keyword == "HEALTHCHECK":
        return _healthcheck(rest)
    if keyword == "ONBUILD":
        return _onbuild(rest, escape)
    splitter = _SPLITTERS.get(keyword)
    return (splitter(rest, escape), False) if splitter is not None else ([], False)


def _array_or_text(rest: str) -> tuple[list[str], bool]:
    array = json_array(rest) if rest else None
    return ([rest] if rest else [], False) if array is None else (array, True)


def _healthcheck(rest: str) -> tuple[list[str], bool]:
    kind = re.split(r"[\t\n\v\f\r \x85\xa0]", rest, maxsplit=1)[0]
    if not kind:
        return [], False
    args, json = _array_or_text(rest[len(kind) :].lstrip("\t\n\v\f\r \x85\xa0"))
    return [kind, *args], json


def _onbuild(rest: str, escape: str) -> tuple[list[str], bool]:
    if not rest:
        return [], False
    name, _, inner = split_command(rest, escape)
    args, json = _split(name.upper(), inner, escape)
    return [name, *args], json


_SPLITTERS: dict[str, Callable[[str, str], list[str]]] = {
    "ARG": split_words,
    "ENV": lambda rest, escape: split_pairs(rest, "ENV", escape),
    "LABEL": lambda rest, escape: split_pairs(rest, "LABEL", escape),
    "EXPOSE": lambda rest, escape: split_blanks(rest),
    "FROM": lambda rest, escape: split_blanks(rest),
    "MAINTAINER": lambda rest, escape: [rest] if rest else [],
    "STOPSIGNAL": lambda rest, escape: [rest] if rest else [],
    "USER": lambda rest, escape: [rest] if rest else [],
    "WORKDIR": lambda rest, escape: [rest] if rest else [],
}
