"""The line being typed, as its parts: which simple command the cursor is in, which word, and what stands before it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.shell.parser import parse_partial

if TYPE_CHECKING:
    from tutor.shell.syntax import Script, Simple, Word


@lru_cache(256)
def read(line: str) -> Script:
    """The line, parsed as far as it goes."""
    return parse_partial(line)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is.

    `words` are those of its simple command (unquoted); `index` is that of the word under the cursor, or the number of
    words before it where it stands behind a blank; `start` is where that word begins, `prefix` its text up to the
    cursor; `redirect` says whether it is the target of a redirection.
    """

    words: tuple[str, ...]
    index: int
    start: int
    prefix: str
    redirect: bool = False


def place(line: str, cursor: int) -> Place:
    """The place of the cursor in the line."""
    script = read(line)
    command = next((item for item in reversed(script.commands) if _holds(line, item, cursor)), None)
    if command is None:
        start = len(line[:cursor].rstrip(" \t")) if line[:cursor].endswith((" ", "\t")) else _word_start(line, cursor)
        start = cursor if line[:cursor].endswith((" ", "\t")) else start
        return Place((), 0, start, line[start:cursor])
    words = [_text(line, word) for word in command.words]
    for redirect in command.redirects:
        if redirect.target.start <= cursor <= redirect.target.end:
            start = redirect.target.start
            return Place(tuple(words), len(words), start, line[start:cursor], True)
    for index, word in enumerate(command.words):
        if word.start <= cursor <= word.end:
            return Place(tuple(words), index, word.start, line[word.start : cursor])
    before = sum(1 for word in command.words if word.end < cursor)
    return Place(tuple(words[:before]) + tuple(words[before:]), before, cursor, "")


def _holds(line: str, command: Simple, cursor: int) -> bool:
    return command.start <= cursor and not line[command.end : cursor].strip(" \t")


def _word_start(line: str, cursor: int) -> int:
    start = cursor
    while start > 0 and line[start - 1] not in " \t\n;&|()<>":
        start -= 1
    return start


def _text(line: str, word: Word) -> str:
    return word.plain if word.plain is not None else line[word.start : word.end]
