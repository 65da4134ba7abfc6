"""Numbers as C's printf shows them.

The one rule: flags, width and precision are those of a conversion that has been read already.
"""

from __future__ import annotations

import math


def integer(kind: str, flags: str, width: int, precision: int | None, value: int, bits: int = 64) -> str:
    """Return an integer in a conversion of `diouxX`; without sign its lowest `bits` count."""
    if kind in "di":
        digits = str(abs(value))
        sign = "-" if value < 0 else "+" if "+" in flags else " " if " " in flags else ""
    else:
        value &= (1 << bits) - 1
        digits = {"o": f"{value:o}", "u": str(value), "x": f"{value:x}", "X": f"{value:X}"}[kind]
        sign = ""
        if "#" in flags and value:
            sign = {"x": "0x", "X": "0X"}.get(kind, "")
            if kind == "o" and not digits.startswith("0"):
                digits = "0" + digits
    if precision is not None:
        digits = digits.rjust(precision, "0") if precision or value else ""
    elif "0" in flags and "-" not in flags:
        digits = digits.rjust(width - len(sign), "0")
    return padded(sign + digits, flags, width)


def real(kind: str, flags: str, width: int, precision: int | None, value: float) -> str:
    """Return a floating-point number in a conversion of `eEfFgGaA`."""
    if not math.isfinite(value):
        text = f"{value:+f}" if "+" in flags else f"{value:f}"
        return padded(text.upper() if kind.isupper() else text, flags, width)
    if kind in "aA":
        text = _hexadecimal(value, precision)
        return padded(text.upper() if kind == "A" else text, flags, width)
    shape = "%" + flags + (str(width) if width else "") + (f".{precision}" if precision is not None else "")
    return (shape + kind) % value


def _hexadecimal(value: float, precision: int | None) -> str:
    """Return a number as `0x1.8p+1`."""
    head, _, exponent = value.hex().partition("p")
    whole, _, digits = head.partition(".")
    digits = digits.rstrip("0") if precision is None else digits.ljust(precision, "0")[:precision]
    return f"{whole}{'.' if digits else ''}{digits}p{exponent}"


def padded(text: str, flags: str, width: int) -> str:
    """Return a text filled up with blanks."""
    return text.ljust(width) if "-" in flags else text.rjust(width)
