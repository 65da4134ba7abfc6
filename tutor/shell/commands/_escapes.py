"""Backslash escapes as echo, printf and tr read them.

The one rule: what is no escape stays as it is, backslash included.
"""

from __future__ import annotations

_PLAIN = {
    "a": 7, "b": 8, "e": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92,
}  # fmt: skip
_OCTAL = "01234567"
_HEX = "0123456789abcdefABCDEF"


def escape(text: str, at: int) -> tuple[int, int]:
    """Read one escape, `at` pointing behind its backslash; return its byte and where it ends.

    What is no escape gives the backslash itself and `at` again.
    """
    letter = text[at : at + 1]
    if letter and letter in _OCTAL:
        end = at + 1
        while end < at + 3 and end < len(text) and text[end] in _OCTAL:
            end += 1
        value = int(text[at:end], 8)
        if value > 255:
            end -= 1
            value = int(text[at:end], 8)
        return value, end
    if letter == "x":
        end = at + 1
        while end < at + 3 and end < len(text) and text[end] in _HEX:
            end += 1
        if end > at + 1:
            return int(text[at + 1 : end], 16), end
    elif letter in _PLAIN and letter:
        return _PLAIN[letter], at + 1
    return 92, at


def unescape(text: str, leading_zero: bool = False) -> tuple[bytes, bool]:
    r"""Return the bytes of a text with its escapes read, and whether `\c` ended it early.

    `leading_zero` says that `\0` may be followed by three more octal digits.
    """
    out = bytearray()
    at = 0
    while (found := text.find("\\", at)) >= 0:
        out += text[at:found].encode("utf-8", "surrogateescape")
        at = found + 1
        if text.startswith("c", at):
            return bytes(out), True
        if leading_zero and text.startswith("0", at) and text[at + 1 : at + 2] and text[at + 1] in _OCTAL:
            at += 1
        value, at = escape(text, at)
        out.append(value)
    out += text[at:].encode("utf-8", "surrogateescape")
    return bytes(out), False
