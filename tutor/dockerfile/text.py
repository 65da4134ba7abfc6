"""Small matters of text that Go decides: what a space is, how a string is quoted, which name is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

WHITESPACE = re.compile(r"[\t\v\f\r ]+")
_NOT_SPACE_IN_GO = "\x1c\x1d\x1e\x1f"
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\"}


def is_space(char: str) -> bool:
    """Whether Go's unicode.IsSpace holds for a character."""
    return char.isspace() and char not in _NOT_SPACE_IN_GO


def trim_left(text: str) -> str:
    """Cut spaces off the start."""
    start = 0
    while start < len(text) and is_space(text[start]):
        start += 1
    return text[start:]


def trim(text: str) -> str:
    """Cut spaces off both ends."""
    text = trim_left(text)
    end = len(text)
    while end and is_space(text[end - 1]):
        end -= 1
    return text[:end]


def quote(text: str) -> str:
    """Quote a string as Go's %q does."""
    out = []
    for char in text:
        code = ord(char)
        if char == '"':
            out.append('\\"')
        elif char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif char.isprintable():
            out.append(char)
        elif code < 0x80:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return f'"{"".join(out)}"'


def distance(left: str, right: str) -> int:
    """Count the edits (insert, delete, replace one character) between two words."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def suggestion(word: str, options: Iterable[str], fold_case: bool = False) -> str:
    """Return the option fewest edits (less than 3) away, or nothing; nothing too if the word is one of the options.

    Of two as near, the one with the same letters goes first. With `fold_case` case does not count, and the answer takes
    the case of the word.
    """
    wanted = word.lower() if fold_case else word
    best, nearest = "", 3
    for option in sorted(options):
        shown = option.lower() if fold_case else option
        if shown == wanted:
            return ""
        if abs(len(shown) - len(wanted)) > nearest:
            continue
        edits = distance(wanted, shown)
        if edits < nearest or (edits == nearest < 3 and sorted(shown) == sorted(wanted)):
            best, nearest = shown, edits
    if fold_case and word == word.upper() and word != word.lower():
        return best.upper()
    return best


def with_suggestion(message: str, word: str, options: Iterable[str], fold_case: bool = False) -> str:
    """Add "(did you mean …?)" to a message where one of the options is near."""
    near = suggestion(word, options, fold_case)
    return f"{message} (did you mean {near}?)" if near else message
