"""What is sent to a terminal for a character, and how many cells it takes.

The one rule: only what every terminal draws in the same cells is sent. They disagree on what joins characters (emoji,
flags, variation selectors), and what orders or hides text would move what stands around it: the former goes, the latter
is shown as a sign. So a text takes the sum of the cells of its characters, and no text can break a frame.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SIGN = "\ufffd"
_FLAGS = 0x1F1E6
_JOINER = "\u200d"
_GONE = {
    0xAD, 0x34F, 0x200C, 0x200D, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400),
    *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0),
}  # fmt: skip
"""Soft hyphen, joiners, variation selectors, skin tones, tags: they change what they stand beside, or nothing."""
_UNSURE = {
    0x3164, 0xFFA0, *range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00), *range(0x1D300, 0x1D377),
}  # fmt: skip
"""Fillers that are not seen, and symbols that became wide only lately (Unicode 16)."""
_JAMO = (*range(0x1160, 0x1200), *range(0xD7B0, 0xD800))
"""Vowels and finals of Hangul: they stand in the cells of the initial before them."""


@lru_cache(4096)
def sent(char: str) -> str:
    """What a terminal gets for a character: itself, a sign for what is not seen or reorders text, or nothing."""
    if " " <= char <= "~":
        return char
    code = ord(char)
    if code in _GONE:
        return ""
    if _FLAGS <= code < _FLAGS + 26:
        return chr(code - _FLAGS + ord("A"))  # flags as the letters that they are made of
    kind = unicodedata.category(char)
    if kind == "Cc":
        return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else _SIGN
    return _SIGN if kind in ("Cf", "Cs", "Cn", "Zl", "Zp") or code in _UNSURE else char


def drawn(text: str) -> str:
    """What a terminal gets for a text: the same cells. A mark at its start would land on what stands before it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(sent, text[marks(text) :]))


def drawn_lines(text: str) -> str:
    """The same of a text of several lines: nothing in it steers a terminal."""
    return "\n".join([drawn(line.expandtabs()) for line in text.split("\n")])


def marks(text: str) -> int:
    """How many characters at the start of a text have no cells of their own."""
    return next((at for at, char in enumerate(text) if width_of(char)), len(text))


@lru_cache(4096)
def width_of(char: str) -> int:
    """The terminal cells that a character takes: 0, 1 or 2 (Unicode Standard Annex 11)."""
    if " " <= char <= "~":
        return 1
    char = sent(char)
    if not char or unicodedata.category(char) in ("Mn", "Me", "Mc") or ord(char) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def stacks(text: str) -> Iterator[tuple[str, int]]:
    """The text in pieces that share their cells, each a character and the marks on it, with its number of cells."""
    piece, size = "", 0
    for char in text:
        own = width_of(char)
        if own and piece:
            yield piece, size
            piece = ""
        if own or not piece:
            size = own
        piece += char
    if piece:
        yield piece, size


def after(text: str, at: int) -> int:
    """Where what people call a character (a grapheme, UAX 29) ends that begins at a place; the text's end at most."""
    at += 1
    while at < len(text) and _joined(text, at):
        at += 1
    return min(at, len(text))


def before(text: str, at: int) -> int:
    """Where the grapheme begins that ends at a place or holds it; 0 at least."""
    at = min(at, len(text)) - 1
    while at > 0 and _joined(text, at):
        at -= 1
    return max(0, at)


def erased(text: str) -> str:
    """The text without its last grapheme."""
    return text[: before(text, len(text))]


def _joined(text: str, at: int) -> bool:
    """Whether a character belongs to the one before it: a mark, what a joiner joins, the second letter of a flag."""
    char = text[at]
    if char.isascii() or text[at - 1] == "\n":
        return False
    if not width_of(char):
        return True
    if text[at - 1] == _JOINER:
        return unicodedata.category(char) == "So"
    flags = 0
    while flags <= at and _FLAGS <= ord(text[at - flags]) < _FLAGS + 26:
        flags += 1
    return flags > 0 and flags % 2 == 0
