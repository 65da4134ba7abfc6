"""What is being typed at a place in a line: the ground that completion and previews stand on.

The one rule: the line is read by the same parser that runs it, up to the cursor.
"""

from __future__ import annotations

from tutor.shell.parser import parse_partial
from tutor.shell.scanner import NAME, NAME_START
from tutor.shell.syntax import Literal
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.shell.syntax import Simple, Word

MARK = "\ue000"
"""Stands for the cursor while the line is read; a character of nobody's alphabet."""


class Context(Record):
    """The word at the cursor and what stands before it.

    kind      "command" (a command's name), "argument", "redirect" (a file's name), "assignment" (a value), "variable"
              (a name after `$`), "none" (inside a comment, a here-document or where no word can be)
    words     the words of the command before this one, without quotes; expansions stay as they are written
    prefix    the word up to the cursor, without quotes (of a variable: the name)
    start     where the word (or the name) begins in the line
    quote     the quote that is open at the cursor: ', " or nothing
    """

    __slots__ = __match_args__ = ("kind", "words", "prefix", "start", "quote")

    def __init__(self, kind: str, words: tuple[str, ...], prefix: str, start: int, quote: str = "") -> None:
        self.kind: Final = kind
        self.words: Final = words
        self.prefix: Final = prefix
        self.start: Final = start
        self.quote: Final = quote


def context_at(line: str, cursor: int) -> Context:
    """Return the context at offset `cursor` of `line`; what follows the cursor is not looked at."""
    before = line[:cursor]
    script = parse_partial(before + MARK)
    quote = _open_quote(before) if script.incomplete == "quote" else ""
    name = cursor
    while name > 0 and before[name - 1] in NAME:
        name -= 1
    dollar = before[name - 2 : name] == "${" or before[name - 1 : name] == "$"
    if dollar and quote != "'" and (name == cursor or before[name] in NAME_START):
        return Context("variable", (), before[name:], name, quote)
    for command in reversed(script.commands):
        found = _in_command(command, before, cursor, quote)
        if found is not None:
            return found
    return Context("none", (), "", cursor, quote)


def _in_command(command: Simple, before: str, cursor: int, quote: str) -> Context | None:
    """Return the context if the cursor is in a word of this command itself."""
    for redirect in command.redirects:
        if _holds(redirect.target, cursor) and not redirect.operator.startswith("<<"):
            return Context("redirect", (), _value(redirect.target, before), redirect.target.start, quote)
    for assignment in command.assignments:
        if _holds(assignment.value, cursor):
            start = assignment.value.start
            return Context("assignment", (assignment.name,), _value(assignment.value, before), start, quote)
    for index, word in enumerate(command.words):
        if _holds(word, cursor):
            kind = "argument" if index else "command"
            words = tuple([_value(earlier, before) for earlier in command.words[:index]])
            return Context(kind, words, _value(word, before), word.start, quote)
    return None


def _holds(word: Word, cursor: int) -> bool:
    """Return whether the mark at `cursor` is a character of the word itself, not of something nested in it."""
    return any(
        isinstance(part, Literal) and MARK in part.text and part.start <= cursor < part.end for part in word.parts
    )


def _value(word: Word, source: str) -> str:
    """Return a word without its quotes, expansions as they are written."""
    return "".join(
        [part.text if isinstance(part, Literal) else source[part.start : part.end] for part in word.parts]
    ).replace(MARK, "")


def _open_quote(before: str) -> str:
    """Return the quote that is open at the end of a text that ends inside one."""
    for token in reversed(parse_partial(before + MARK).tokens):
        if token.kind == "string":
            if before[token.start : token.start + 1] in ("'", '"'):
                return before[token.start]
            if before[token.start : token.start + 2] == "$'":
                return "'"
            return '"'
    return '"'


def plain_words(command: Simple, source: str) -> tuple[str, ...]:
    """Return the words of a command as written but without quotes: what a preview can say before it runs."""
    return tuple([_value(word, source) for word in command.words])
