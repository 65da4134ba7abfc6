"""Numbers at the beginning of a text, as C's library reads them."""

from __future__ import annotations

import re

_FLOAT = re.compile(
    r"[ \t\n\v\f\r]*([+-]?(?:0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?"
    r"|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(?i:inf(?:inity)?|nan)))"
)


def leading_float_end(text: str) -> tuple[float, int]:
    """Return the number at the beginning of a text (0.0 if there is none), and where it ends (0)."""
    found = _FLOAT.match(text)
    if found is None:
        return 0.0, 0
    number = found.group(1)
    if number.lstrip("+-")[:2] in ("0x", "0X"):
        return float.fromhex(number), found.end()
    return float(number), found.end()


def leading_float(text: str) -> tuple[float, bool]:
    """Return the number at the beginning of a text, and whether there is one."""
    value, end = leading_float_end(text)
    return value, end > 0
