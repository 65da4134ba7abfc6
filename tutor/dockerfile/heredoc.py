"""Here-documents: which words of a line begin one, and what its body means."""

from __future__ import annotations

import re

from tutor.dataclass import dataclass
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.lex import Lexer

_WORD = re.compile(r"^([0-9]*)<<(-?)[\t\n\f\r ]*([^<]*)\Z")
_LEADING_TABS = re.compile(r"^\t+", re.MULTILINE)
_PLAIN = Lexer(keep_unset=True)
_RAW_QUOTES = Lexer(raw_quotes=True, keep_unset=True)
_RAW = Lexer(raw_quotes=True, raw_escapes=True, keep_unset=True)


@dataclass(frozen=True, slots=True)
class Heredoc:
    """A here-document: the word that ends it, its body as written, and how to read it.

    `expand`: the word was not quoted, so variables in the body are replaced. `chomp`: `<<-`, leading tabs go.
    """

    name: str
    body: str = ""
    expand: bool = True
    chomp: bool = False
    descriptor: int = 0

    @property
    def content(self) -> str:
        """The body without the tabs that `<<-` takes away."""
        return _LEADING_TABS.sub("", self.body) if self.chomp else self.body


def parse_heredoc(word: str) -> Heredoc | None:
    """Read a word like `<<EOF`, `3<<-"EOF"`; None if it begins no here-document. Raises `ParseError`."""
    match = _WORD.match(word)
    if match is None or not match[3]:
        return None
    words = _PLAIN.expand(match[3], {}).words
    if len(words) != 1:
        return None
    raw = _RAW_QUOTES.expand(match[3], {}).words
    if len(raw) != 1:
        message = f"internal lexing of heredoc produced inconsistent results: {match[3]}"
        raise ParseError(message)
    expand = _quotes(words[0]) == _quotes(raw[0])
    return Heredoc(words[0], "", expand, match[2] == "-", int(match[1] or 0))


def heredocs_of(line: str) -> list[Heredoc]:
    """List the here-documents that a line begins, bodies empty. Raises `ParseError`."""
    try:
        words = _RAW.expand(line, {}).words
    except ParseError:
        return []
    return [found for word in words if (found := parse_heredoc(word)) is not None]


def _quotes(word: str) -> int:
    return word.count("'") + word.count('"')
