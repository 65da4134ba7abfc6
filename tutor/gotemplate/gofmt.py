"""Printing as package fmt prints: one value under a verb and its flags; Print and Println.

Arguments are `Value`s (None for a nil interface). Widths count characters, precisions of strings too; hexadecimal
output counts bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.gotemplate import strconv
from tutor.gotemplate.values import Struct, Value, field, sorted_items, unwrap


class Flags:
    """The flags, width and precision of one verb."""

    __slots__ = ("minus", "plus", "plus_v", "precision", "sharp", "sharp_v", "space", "width", "zero")

    def __init__(self) -> None:
        self.minus = self.plus = self.plus_v = self.sharp = self.sharp_v = self.space = self.zero = False
        self.width: int | None = None
        self.precision: int | None = None

    def pad(self, text: str, zeros: bool | None = None) -> str:
        """Bring the text to the asked width; padded with zeros if that was asked for (or `zeros` says so)."""
        missing = (self.width or 0) - len(text)
        if missing <= 0:
            return text
        if self.minus:
            return text + " " * missing
        return ("0" if (self.zero if zeros is None else zeros) else " ") * missing + text


PLAIN = Flags()


def sprint(arguments: Sequence[Value | None]) -> str:
    """Print: default formats, a space between operands of which neither is a string."""
    out: list[str] = []
    after_string = True
    for operand in arguments:
        is_string = operand is not None and operand.kind == "string"
        if out and not is_string and not after_string:
            out.append(" ")
        out.append(argument(operand, "v", PLAIN))
        after_string = is_string
    return "".join(out)


def sprintln(arguments: Sequence[Value | None]) -> str:
    """Println: default formats, spaces between all operands, a newline behind them."""
    return " ".join(argument(operand, "v", PLAIN) for operand in arguments) + "\n"


def with_type(operand: Value | None) -> str:
    """Show an operand that nothing asked for."""
    return "<nil>" if operand is None else f"{operand.type.text}={argument(operand, 'v', PLAIN)}"


def argument(operand: Value | None, verb: str, flags: Flags) -> str:
    """Print one operand under a verb."""
    operand = unwrap(operand)
    if operand is None:
        return flags.pad("<nil>") if verb in "Tv" else f"%!{verb}(<nil>)"
    if verb == "T":
        return _string(operand.type.text, "s", flags, operand)
    if verb == "p":
        return _bad(verb, operand, flags)
    return _print(operand, verb, flags, 0)


def _bad(verb: str, value: Value, flags: Flags) -> str:
    return f"%!{verb}({value.type.text}={_print(value, 'v', flags, 0, False)})"


def _print(value: Value | None, verb: str, flags: Flags, depth: int, methods: bool = True) -> str:
    """Return a value under a verb; `methods` lets its String method speak."""
    value = unwrap(value)
    if value is None:
        return "interface {}(nil)" if flags.sharp_v else "<nil>"
    if methods and value.text is not None and not flags.sharp_v and verb in "vsxXq":
        return _string(value.text, verb, flags, value)
    kind = value.kind
    if kind == "string":
        return _string(value.data, verb, flags, value)
    if kind == "bool":
        return flags.pad("true" if value.data else "false") if verb in "tv" else _bad(verb, value, flags)
    if kind in ("int", "uint"):
        return _integer(value, verb, flags)
    if kind == "float":
        return _float(value, verb, flags)
    if kind == "complex":
        return _complex(value, verb, flags)
    if kind == "slice":
        return _slice(value, verb, flags, depth)
    if kind == "map":
        return _map(value, verb, flags, depth)
    if kind == "struct":
        return _struct(value, verb, flags, depth)
    if kind == "pointer" and value.data is not None and depth == 0:
        return "&" + _print(value.pointee(), verb, flags, depth + 1)
    return _pointer(value, verb, flags)


def _pointer(value: Value, verb: str, flags: Flags) -> str:
    """Print a pointer below the top level as an address, made up from its type so that it is stable."""
    if value.data is None:
        return f"({value.type.text})(nil)" if flags.sharp_v else flags.pad("<nil>")
    address = 0xC000000000 + sum(value.type.text.encode()) * 0x100
    return f"({value.type.text})({address:#x})" if flags.sharp_v else flags.pad(f"{address:#x}")


def _string(text: str, verb: str, flags: Flags, value: Value) -> str:
    if verb == "v":
        verb = "q" if flags.sharp_v else "s"
    if verb in ("x", "X"):
        return _hex_bytes(text, verb, flags)
    if verb not in ("s", "q"):
        return _bad(verb, value, flags)
    if flags.precision is not None:
        text = text[: flags.precision]
    if verb == "s":
        return flags.pad(text)
    if flags.sharp and strconv.can_backquote(text):
        return flags.pad(f"`{text}`")
    return flags.pad(strconv.quote(text, ascii_only=flags.plus))


def _hex_bytes(text: str, verb: str, flags: Flags) -> str:
    raw = text.encode("utf-8", "surrogateescape")[: flags.precision if flags.precision is not None else None]
    if not raw:
        return flags.pad("")
    prefix = "0x" if flags.sharp else ""
    out = " ".join(f"{prefix}{byte:02x}" for byte in raw) if flags.space else prefix + raw.hex()
    return flags.pad(out.upper() if verb == "X" else out)


def _integer(value: Value, verb: str, flags: Flags) -> str:
    number: int = value.data
    if verb in ("c", "q", "U"):
        return _rune(number, verb, flags)
    if verb == "v" and flags.sharp_v and value.kind == "uint":
        return flags.pad(_digits(number, "x", flags, sharp=True), False)
    if verb not in "vdboOxX":
        return _bad(verb, value, flags)
    if flags.precision == 0 and number == 0:
        return " " * (flags.width or 0)
    return flags.pad(_digits(number, verb, flags, flags.sharp), False)


def _digits(number: int, verb: str, flags: Flags, sharp: bool) -> str:
    base = {"b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}.get(verb, "d")
    digits = f"{abs(number):{base}}"
    signed = number < 0 or flags.plus or flags.space
    wanted = flags.precision or 0
    if flags.precision is None and flags.zero and flags.width is not None:
        wanted = flags.width - (1 if signed else 0)
    digits = digits.rjust(wanted, "0")
    if verb == "O":
        digits = "0o" + digits
    elif sharp and base == "o":
        digits = digits if digits.startswith("0") else "0" + digits
    elif sharp and base in "bxX":
        digits = f"0{base}{digits}"
    return ("-" if number < 0 else "+" if flags.plus else " " if flags.space else "") + digits


def _rune(number: int, verb: str, flags: Flags) -> str:
    valid = 0 <= number <= strconv.MAX_RUNE and not 0xD800 <= number <= 0xDFFF
    char = chr(number) if valid else "\ufffd"
    if verb == "c":
        return flags.pad(char)
    if verb == "q":
        return flags.pad(strconv.quote(char, "'", flags.plus))
    text = f"U+{number % 2**64:0{max(4, flags.precision or 0)}X}"
    if flags.sharp and valid and char.isprintable():
        text += f" '{char}'"
    return flags.pad(text, False)


def _float(value: Value, verb: str, flags: Flags, number: float | None = None) -> str:
    number = float(value.data) if number is None else number
    letter, default = {"v": ("g", -1), "F": ("f", 6), "f": ("f", 6), "e": ("e", 6), "E": ("E", 6)}.get(verb, (verb, -1))
    if letter not in "efgGEbxX":
        return _bad(verb, value, flags)
    precision = flags.precision if flags.precision is not None else default
    text = strconv.format_float(number, letter, precision)
    sign = text[0] if text[0] in "+-" else ""
    text = text[len(sign) :]
    if flags.sharp and letter != "b" and text not in ("Inf", "NaN"):
        text = _with_point(text, letter, precision)
    shown = "-" if sign == "-" else "+" if flags.plus else " " if flags.space else ""
    if text == "Inf" and sign == "+" and not shown:
        shown = "+"
    if text in ("Inf", "NaN"):
        return flags.pad(shown + text, False)
    if flags.zero and flags.width is not None and shown:
        return shown + text.rjust(flags.width - 1, "0")
    return flags.pad(shown + text)


def _with_point(text: str, letter: str, precision: int) -> str:
    """Apply the # flag: a decimal point always, and the trailing zeros that %g would drop."""
    power = "p" if letter in "xX" else "e"
    at = text.lower().find(power)
    body, tail = (text, "") if at < 0 else (text[:at], text[at:])
    if letter in "gGxX":
        wanted = precision if precision >= 0 else 6
        significant = len(body.replace(".", "").lstrip("0")) or 1  # Go counts the x of a hexadecimal one too
        if "." not in body:
            body += "."
        body += "0" * max(0, wanted - significant)
    elif "." not in body:
        body += "."
    return body + tail


def _complex(value: Value, verb: str, flags: Flags) -> str:
    if verb not in "vbgGxXfFeE":
        return _bad(verb, value, flags)
    real = _float(value, verb, flags, value.data.real)
    plus, flags.plus = flags.plus, True
    imaginary = _float(value, verb, flags, value.data.imag)
    flags.plus = plus
    return f"({real}{imaginary}i)"


def _slice(value: Value, verb: str, flags: Flags, depth: int) -> str:
    if flags.sharp_v and value.data is None:
        return f"{value.type.text}(nil)"
    parts = [_print(value.element(item), verb, flags, depth + 1) for item in value.data or ()]
    return f"{value.type.text}{{{', '.join(parts)}}}" if flags.sharp_v else f"[{' '.join(parts)}]"


def _map(value: Value, verb: str, flags: Flags, depth: int) -> str:
    if flags.sharp_v and value.data is None:
        return f"{value.type.text}(nil)"
    parts = [
        f"{_print(key, verb, flags, depth + 1)}:{_print(item, verb, flags, depth + 1)}"
        for key, item in sorted_items(value)
    ]
    return f"{value.type.text}{{{', '.join(parts)}}}" if flags.sharp_v else f"map[{' '.join(parts)}]"


def _struct(value: Value, verb: str, flags: Flags, depth: int) -> str:
    fields = value.data.fields if isinstance(value.data, Struct) else {}
    parts = []
    for name, item in fields.items():
        if callable(item):
            continue
        text = _print(field(item), verb, flags, depth + 1)
        parts.append(f"{name}:{text}" if flags.plus_v or flags.sharp_v else text)
    if isinstance(value.data, Struct) and not (flags.plus_v or flags.sharp_v):
        for at, count in enumerate(value.data.embedded):
            parts[at : at + count] = [f"{{{' '.join(parts[at : at + count])}}}"]
    return f"{value.type.text}{{{', '.join(parts)}}}" if flags.sharp_v else f"{{{' '.join(parts)}}}"
