"""Go literals: strings and characters quoted and unquoted, numbers read, floats written (package strconv).

Strings are Python strings in which a byte that is not part of valid UTF-8 is a surrogate escape.
"""

from __future__ import annotations

import math

_SHORT = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\"}
_LONG = {escape[1]: char for char, escape in _SHORT.items()}
MAX_RUNE = 0x10FFFF


def quote(text: str, mark: str = '"', ascii_only: bool = False) -> str:
    """Return the text as a Go literal between `mark`s; with `ascii_only` every other character is escaped."""
    return mark + "".join(_escaped(char, mark, ascii_only) for char in text) + mark


def _escaped(char: str, mark: str, ascii_only: bool) -> str:
    if char == mark:
        return "\\" + char
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if char.isprintable() and (code < 0x80 or not ascii_only):
        return char
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def can_backquote(text: str) -> bool:
    """Whether the text can stand unchanged between backquotes."""
    return all(
        char == "\t" or (char >= " " and char not in "`\x7f\ufeff" and not 0xD800 <= ord(char) <= 0xDFFF)
        for char in text
    )


def unquote(literal: str) -> str:
    """Return what a string literal, raw or quoted, stands for; ValueError("invalid syntax") if it is malformed."""
    if literal[0] == "`":
        return literal[1:-1].replace("\r", "")
    body, out, pos = literal[1:-1], bytearray(), 0
    if len(literal) < 2 or literal[-1] != '"':
        raise ValueError("invalid syntax")
    while pos < len(body):
        if body[pos] in '"\n':
            raise ValueError("invalid syntax")
        raw, pos = unquote_char(body, pos, '"')
        out += raw
    return out.decode("utf-8", "surrogateescape")


def unquote_char(text: str, pos: int, mark: str) -> tuple[bytes, int]:
    """Return the bytes of the character or escape at `pos` of a literal's body, and the position behind it."""
    if text[pos] != "\\":
        return text[pos].encode("utf-8", "surrogateescape"), pos + 1
    letter = text[pos + 1 : pos + 2]
    if letter in _LONG and letter:
        return _LONG[letter].encode(), pos + 2
    if letter in ("'", '"') and letter == mark:
        return letter.encode(), pos + 2
    width = {"x": 2, "u": 4, "U": 8}.get(letter)
    digits = text[pos + 2 : pos + 2 + width] if width else text[pos + 1 : pos + 4]
    try:
        if len(digits) != (width or 3) or not digits.isalnum():
            raise ValueError
        code = int(digits, 16 if width else 8)
    except ValueError:
        raise ValueError("invalid syntax") from None
    end = pos + 2 + width if width else pos + 4
    if width in (4, 8):
        if code > MAX_RUNE or 0xD800 <= code <= 0xDFFF:
            raise ValueError("invalid syntax")
        return chr(code).encode(), end
    if code > 255:
        raise ValueError("invalid syntax")
    return bytes([code]), end


def character(literal: str) -> int:
    """Return the code point of a character constant; ValueError with Go's text if it is malformed."""
    body = literal[1:]
    if body[0] == "'":
        raise ValueError("invalid syntax")
    raw, end = unquote_char(body, 0, "'")
    if body[end:] != "'":
        raise ValueError(f"malformed character constant: {literal}")
    if body[0] == "\\" and body[1] in "x01234567":
        return raw[0]
    return ord(raw.decode("utf-8", "surrogateescape"))


def parse_int(text: str) -> int | None:
    """Return an integer literal in any base, underscores allowed; None if it is none. Not limited in size."""
    sign = -1 if text[:1] == "-" else 1
    digits = text.lstrip("+-") if text[:1] in "+-" else text
    if len(digits) > 1 and digits[0] == "0" and digits[1] in "01234567_":
        digits = "0o" + digits[1:]
    if not digits[:1].isdecimal():
        return None
    try:
        return sign * int(digits, 0)
    except ValueError:
        return None


def parse_float(text: str) -> float | None:
    """Return a float literal, decimal or hexadecimal; None if it is none."""
    try:
        if "x" in text or "X" in text:
            return float.fromhex(text.replace("_", "")) if "p" in text or "P" in text else None
        if "_" in text:
            return None
        value = float(text)
    except (ValueError, OverflowError):
        return None
    return None if math.isinf(value) else value


def format_float(value: float, verb: str, precision: int = -1) -> str:
    """Return a float as FormatFloat writes it: verb e E f g G x X b; precision -1 is the shortest that reads back."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if verb in "xX":
        return _hex_float(value, precision, verb)
    if verb == "b":
        return _binary_float(value)
    lower = verb.lower()
    if precision >= 0:
        if lower == "g":
            precision = precision or 1
            return _general(f"{value:.{precision - 1}e}", precision, verb, False)
        return f"{value:.{precision}{'F' if lower == 'f' else verb}}"
    digits, exponent, sign = _shortest(value)
    scientific = _scientific(digits, exponent, sign, verb)
    if lower == "e":
        return scientific
    if lower == "f":
        return sign + _plain(digits, exponent)
    return _general(scientific, -1, verb, True)


def _shortest(value: float) -> tuple[str, int, str]:
    """Shortest digits, the exponent of the first one, and the sign."""
    mantissa, _, exponent = f"{value!r}".lower().partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) + len(whole) - 1 - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return (digits, power, sign) if digits else ("0", 0, sign)


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    fraction = digits[exponent + 1 :]
    return f"{whole}.{fraction}" if fraction else whole


def _scientific(digits: str, exponent: int, sign: str, verb: str) -> str:
    letter = "E" if verb in "EG" else "e"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(scientific: str, precision: int, verb: str, shortest: bool) -> str:
    """%g: the scientific form for small and large exponents, else the plain one; trailing zeros go."""
    mantissa, _, power = scientific.lower().partition("e")
    exponent = int(power)
    sign = "-" if mantissa.startswith("-") else ""
    digits = mantissa.lstrip("-").replace(".", "").rstrip("0") or "0"
    limit = precision
    if limit > len(digits) >= exponent + 1:
        limit = len(digits)
    if shortest:
        limit = 6
    if exponent < -4 or exponent >= limit:
        return _scientific(digits, exponent, sign, verb)
    return sign + _plain(digits, exponent)


def _hex_float(value: float, precision: int, verb: str) -> str:
    sign = "-" if math.copysign(1, value) < 0 else ""
    if value == 0:
        text = "0x0" + ("." + "0" * precision if precision > 0 else "") + "p+00"
        return sign + (text.upper() if verb == "X" else text)
    mantissa, exponent = math.frexp(abs(value))
    bits, exponent = int(mantissa * 2**53), exponent - 1
    if precision >= 0 and precision < 13:
        drop = 4 * (13 - precision)
        half, rest = 1 << (drop - 1), bits & ((1 << drop) - 1)
        bits >>= drop
        if rest > half or (rest == half and bits & 1):
            bits += 1
        bits <<= drop
        if bits >> 53:
            bits, exponent = bits >> 1, exponent + 1
    fraction = f"{bits & (2**52 - 1):013x}"
    fraction = fraction.rstrip("0") if precision < 0 else fraction.ljust(precision, "0")[:precision]
    point = "." if fraction else ""
    text = f"0x1{point}{fraction}p{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    return sign + (text.upper() if verb == "X" else text)


def _binary_float(value: float) -> str:
    sign = "-" if math.copysign(1, value) < 0 else ""
    if value == 0:
        return sign + "0p-1074"
    mantissa, exponent = math.frexp(abs(value))
    return f"{sign}{int(mantissa * 2**53)}p{exponent - 53:+d}"
