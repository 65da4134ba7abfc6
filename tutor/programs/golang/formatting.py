"""`fmt`'s verbs and `%v`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.programs.golang.values import Duration, Error, Function, Map, Object, Pointer, Slice, Struct, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_VERB = re.compile(r"%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([a-zA-Z%])")
_WIDEST = 10_000


def method(value: Any, name: str) -> Callable[[], Any] | None:
    """Return a method of a value, such as Error or String."""
    holder = value.value() if isinstance(value, Pointer) else value
    if isinstance(holder, Struct) and name in holder.type.methods:
        pointed, function = holder.type.methods[name]
        if pointed and not isinstance(value, Pointer):
            return None
        return lambda: function(value if pointed else holder)
    return None


def shown(value: Any, plus: bool = False, depth: int = 0, sharp: bool = False) -> str:
    """Return what `%v` (or `%+v`) gives."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Duration):
        return value.text()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return quoted(value) if sharp else value
    if depth > 50:
        return "..."
    for name in ("Error", "String"):
        call = method(value, name)
        if call is not None:
            return str(call())
    if isinstance(value, Error):
        return value.text
    if isinstance(value, Slice):
        return "[" + " ".join(shown(item, plus, depth + 1) for item in value.items()) + "]"
    if isinstance(value, Map):
        return (
            "map["
            + " ".join(f"{shown(key)}:{shown(value.data[key], plus, depth + 1)}" for key in ordered(value.data))
            + "]"
        )
    if isinstance(value, Struct):
        if plus:
            return (
                "{" + " ".join(f"{name}:{shown(field, plus, depth + 1)}" for name, field in value.fields.items()) + "}"
            )
        return "{" + " ".join(shown(field, plus, depth + 1) for field in value.fields.values()) + "}"
    if isinstance(value, Pointer):
        inner = value.value()
        return "&" + shown(inner, plus, depth + 1) if isinstance(inner, Struct) and depth == 0 else "0xc000012028"
    if isinstance(value, Object) and "String" in value.members:
        return str(value.members["String"].call())
    return "0x47b8a0" if isinstance(value, Function) else f"{{{kind_of(value)}}}"


def number(value: float) -> str:
    """Return a float as `%v` writes it: the shortest form, with an exponent from 1e+06 on."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    sign, digits, exponent = _digits(value)
    point = exponent + 1
    if exponent < -4 or exponent >= 6:
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{rest}e{exponent:+03d}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    whole = digits[:point].ljust(point, "0")
    return f"{sign}{whole}.{digits[point:]}" if digits[point:] else f"{sign}{whole}"


def _digits(value: float) -> tuple[str, str, int]:
    """Return the sign, the shortest digits and the exponent of a number."""
    mantissa, _, exponent = repr(value).partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, part = mantissa.lstrip("-").partition(".")
    digits = (whole + part).lstrip("0")
    if not digits:
        return sign, "0", 0
    zeros = len(whole + part) - len(digits)
    return sign, digits.rstrip("0"), len(whole) - 1 - zeros + int(exponent or 0)


def quoted(value: str) -> str:
    """Return a text as `%q` writes it."""
    inner = (
        value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    )
    return f'"{inner}"'


def kind_of(value: Any) -> str:
    """Return what `%T` gives."""
    if value is None:
        return "<nil>"
    for kind, name in ((bool, "bool"), (Duration, "time.Duration"), (int, "int"), (float, "float64"), (str, "string")):
        if isinstance(value, kind):
            return name
    if isinstance(value, Slice):
        return f"[]{value.kind.name if value.kind else 'interface {}'}"
    if isinstance(value, Map):
        return f"map[{value.key.name if value.key else 'string'}]{value.kind.name if value.kind else 'interface {}'}"
    if isinstance(value, Struct):
        return f"main.{value.type.name}"
    if isinstance(value, Pointer):
        return f"*{kind_of(value.value())}"
    if isinstance(value, Error | Object):
        return value.kind
    return "func()"


def formatted(form: str, values: Sequence[Any]) -> str:
    """Return what Sprintf gives; what does not fit is marked as fmt marks it."""
    rest = list(values)
    used = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal used
        flags, width, precision, verb = match.groups()
        if verb == "%":
            return "%"
        if width == "*" and used < len(rest):
            width = str(rest[used])
            used += 1
        if used >= len(rest):
            return f"%!{verb}(MISSING)"
        value = rest[used]
        used += 1
        text = _verb(verb, flags, precision if match[0].find(".") >= 0 else None, value)
        size = min(int(width or 0), _WIDEST)
        if "-" in flags:
            return text.ljust(size)
        if "0" in flags and verb in "dxXobf" and len(text) < size:
            sign = text[0] if text[:1] in ("-", "+") else ""
            return sign + text[len(sign) :].rjust(size - len(sign), "0")
        return text.rjust(size)

    text = _VERB.sub(replace, form)
    if used < len(rest):
        extra = ", ".join(f"{kind_of(value)}={shown(value)}" for value in rest[used:])
        text += f"%!(EXTRA {extra})"
    return text


def _verb(verb: str, flags: str, precision: str | None, value: Any) -> str:
    wrong = f"%!{verb}({kind_of(value)}={shown(value)})"
    whole = isinstance(value, int) and not isinstance(value, bool)
    if verb in ("v", "w"):
        return shown(value, "+" in flags, sharp="#" in flags)
    if verb == "T":
        return kind_of(value)
    if verb in ("s", "q"):
        if isinstance(value, Slice) and value.kind is not None and value.kind.name in ("byte", "uint8"):
            value = bytes(item & 0xFF for item in value.items()).decode("utf-8", "replace")
        if (whole and not isinstance(value, Duration)) or isinstance(value, float | bool):
            return wrong if verb == "s" or not whole else f"'{chr(int(value))}'"
        text = shown(value)
        text = text[: int(precision or 0)] if precision is not None else text
        return quoted(text) if verb == "q" else text
    if verb == "d":
        if isinstance(value, Slice):
            return "[" + " ".join(_verb(verb, flags, precision, item) for item in value.items()) + "]"
        return (f"+{int(value)}" if "+" in flags and value >= 0 else str(int(value))) if whole else wrong
    if verb in ("x", "X", "o", "b"):
        if isinstance(value, str):
            return value.encode("utf-8", "surrogateescape").hex()
        return format(int(value), ("#" if "#" in flags else "") + verb) if whole else wrong
    if verb == "c":
        return chr(int(value)) if whole and 0 <= value < 0x110000 else wrong
    if verb == "U":
        return f"U+{value:04X}" if whole else wrong
    if verb == "t":
        return shown(value) if isinstance(value, bool) else wrong
    if verb in ("f", "F", "e", "g"):
        if not isinstance(value, float):
            return wrong
        if verb == "g" and precision is None:
            return number(value)
        text = format(value, f".{min(int(precision or (6 if precision is None else 0)), 300)}{verb}")
        return f"+{text}" if "+" in flags and value >= 0 else text
    if verb == "p":
        return "0xc000012028"
    return wrong


def line(values: Sequence[Any]) -> str:
    """Return what Sprintln gives, without the line end."""
    return " ".join(shown(value) for value in values)


def run_together(values: Sequence[Any]) -> str:
    """Return what Sprint gives: spaces only between values of which neither is a string."""
    text = ""
    for at, value in enumerate(values):
        if at and not isinstance(value, str) and not isinstance(values[at - 1], str):
            text += " "
        text += shown(value)
    return text
