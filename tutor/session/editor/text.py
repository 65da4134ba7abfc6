"""Between a file's bytes and the text that an editor holds. The one rule: what is not edited is written as it was read.

Bytes that are no UTF-8 and characters that would end a line or move the cursor stand in the text as characters of a
private plane, one for one; `shown` makes them visible.
"""

from __future__ import annotations

from tutor.errors import LayerwiseError

_PRIVATE, _BYTES = 0x10FE00, 0x10FF00
_CONTROLS = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)]
_SEPARATORS = {0x2028: _PRIVATE + 0xF0, 0x2029: _PRIVATE + 0xF1}
_HIDE = {code: _PRIVATE + code for code in _CONTROLS} | _SEPARATORS
_HIDE |= {0xDC00 + byte: _BYTES + byte for byte in range(0x80, 0x100)}
_BACK = {private: code for code, private in _HIDE.items()}
_SHOW = {private: 0x2400 + code if code < 0x20 else 0x2421 if code == 0x7F else 0xFFFD for private, code in
         ((private, code) for code, private in _HIDE.items())}  # fmt: skip

MOST = 8 << 20
"""Bytes of the longest file that is opened."""
_STRANGE = 4
"""One undecodable byte in so many is still text (of another encoding)."""


class NotText(LayerwiseError):
    """The file is nothing to edit."""


def decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether its lines end in CR LF. Raises NotText."""
    if len(data) > MOST:
        raise NotText(f"is too long to edit ({len(data) >> 20} MB)")
    text = data.decode("utf-8", "surrogateescape")
    odd = sum(0xDC80 <= ord(char) <= 0xDCFF for char in text) if not text.isascii() else 0
    if b"\0" in data or odd * _STRANGE > len(text) or any(ord(char) in _BACK for char in set(text)):
        raise NotText("is a binary file")
    lines = text.count("\n")
    crlf = lines > 0 and text.count("\r\n") == lines
    return hidden(text.replace("\r\n", "\n") if crlf else text), crlf


def encode(text: str, *, crlf: bool = False) -> bytes:
    """The bytes of a text."""
    plain = text.translate(_BACK) if not text.isascii() else text
    return (plain.replace("\n", "\r\n") if crlf else plain).encode("utf-8", "surrogateescape")


def hidden(text: str) -> str:
    """A text (one that is pasted, say) without characters that move the cursor."""
    return text.translate(_HIDE)


def shown(text: str) -> str:
    """A line of the text as it is drawn: one visible character for each that is none."""
    return text if text.isascii() else text.translate(_SHOW)
